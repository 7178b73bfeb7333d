package greenloom.internal;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A stack of its own that runs only while somebody waits for it: control goes in by {@link #resume} and comes back by {@link #suspend}.
 *
 * <p>The body is a virtual thread, run by whatever runs its consumer: the consumer's loop, the consumer's own scheduler, or the consumer itself
 * if it is a platform thread. Meanwhile it acts for the consumer: the current greenlet, its cancellation and its waits are the consumer's.
 * Values are passed in fields of whoever owns the coroutine: the hand-off orders them.
 */
public final class Coroutine extends Fiber {
    private final Runnable body;
    private final SpinLock lock = new SpinLock();

    /** Under the lock: who runs the body now; null while it is suspended. */
    private @Nullable Bearer bearer;

    /** Under the lock: the thread was made ready while suspended, by somebody else than a consumer. */
    private boolean stashed;

    /** Written by whoever hands over; the other side waits for it. */
    private volatile boolean inside;

    /** Written by the consumer before it hands over. */
    private @Nullable Thread consumer;

    /** Written by the consumer before it hands over: the strand that it is, if it is one. */
    private @Nullable Strand acting;

    /** Written by the consumer before it hands over: the strand on whose behalf it runs, if any. */
    private @Nullable Strand behalf;

    /** Consumers only, one at a time. */
    private boolean started;

    /** Written by the body at its end. */
    private volatile boolean done;

    /**
     * Makes a coroutine that has not begun.
     *
     * @param name the name of its thread
     * @param body what it runs; must not throw
     */
    public Coroutine(String name, Runnable body) {
        this.body = body;
        create(name, this::live);
    }

    private void live() {
        try {
            body.run();
        } finally {
            done = true;
            handBack();
        }
    }

    /** Whether the body has ended. */
    public boolean isDone() {
        return done;
    }

    /** Whether the current thread is the body. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread();
    }

    /** Where the body waits now, or where it is suspended. */
    public StackTraceElement[] stack() {
        return thread().getStackTrace();
    }

    /** Lets the body go on until it suspends or ends. One consumer at a time, which the owner makes sure of. */
    public void resume() {
        Thread me = Thread.currentThread();
        Bearer here = Bearer.ofCurrentThread();
        Strand self = Strand.self();
        consumer = me;
        acting = self;
        behalf = Strand.current();
        if (self != null) {
            self.actAs(thread());
        }
        handIn(here);
        awaitReturn(here);
        if (self != null) {
            self.actAs(me);
        }
        acting = null;
        behalf = null;
        consumer = null;
    }

    private void handIn(Bearer here) {
        inside = true;
        here.prefer(this);
        lock.lock();
        bearer = here;
        boolean ready = stashed;
        stashed = false;
        lock.unlock();
        if (ready) {
            here.submit(this);
        } else if (started) {
            LockSupport.unpark(thread());
        } else {
            started = true;
            thread().start();
        }
    }

    private void awaitReturn(Bearer here) {
        while (inside) {
            if (here instanceof Bearer.Pump pump && !Thread.currentThread().isVirtual()) {
                pump(pump);
            } else {
                LockSupport.park(this);
                if (inside && Thread.interrupted()) {
                    thread().interrupt();
                }
            }
        }
    }

    private void pump(Bearer.Pump pump) {
        try {
            pump.pumpOnce();
        } catch (InterruptedException _) {
            // The body acts for this thread: it gets the interrupt.
            thread().interrupt();
        }
    }

    /** Hands control back to the consumer and waits to be resumed. Only the body. */
    public void suspend() {
        handBack();
        while (!inside) {
            LockSupport.park(this);
            if (!inside) {
                // A suspended body does nothing that an interrupt could stop.
                Thread.interrupted();
            }
        }
    }

    private void handBack() {
        Thread back = consumer;
        Bearer here;
        lock.lock();
        here = bearer;
        bearer = null;
        lock.unlock();
        if (here != null && back != null && VirtualThreads.schedulerOf(back) instanceof Fiber fiber
                && fiber.thread() == back) {
            here.prefer(fiber);
        }
        inside = false;
        LockSupport.unpark(back);
    }

    Bearer bearer() {
        lock.lock();
        try {
            if (bearer == null) {
                throw new IllegalStateException("A suspended coroutine cannot resume another");
            }
            return bearer;
        } finally {
            lock.unlock();
        }
    }

    @Override
    void submit() {
        Bearer here;
        lock.lock();
        here = bearer;
        stashed |= here == null;
        lock.unlock();
        if (here != null) {
            here.submit(this);
        }
    }

    @Override
    void submitChild(Runnable child) {
        Bearer here;
        lock.lock();
        here = bearer;
        lock.unlock();
        Turn turn = new Child(behalf, child);
        if (here != null) {
            here.submit(turn);
        } else {
            new Bearer.Foreign(ForkJoinPool.commonPool()).submit(turn);
        }
    }

    @Override
    @Nullable Strand strand() {
        return behalf;
    }

    @Override
    @Nullable Strand acting() {
        return acting;
    }
}
