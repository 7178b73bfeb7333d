package greenloom.internal;

import greenloom.CancelledException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread's one wait, on a greenlet or outside any loop.
 *
 * <p>Exactly one of three ends it, decided by one compare-and-set: somebody wakes it, its time is up, or it is cancelled. So whoever hands
 * a thing to a waiter knows from {@link #wake} whether it was taken, and a cancelled waiter loses nothing.
 *
 * <p>Its end is WAITING, and then for good EXPIRED, CANCELLED, or what the waker handed over, where NOTHING stands for null.
 */
public final class Waiter extends Timer {
    private static final Object WAITING = new Object();
    private static final Object EXPIRED = new Object();
    private static final Object CANCELLED = new Object();
    private static final Object NOTHING = new Object();

    /** Those that threads outside any loop wait with, without a limit. */
    private static final Map<Thread, Waiter> OUTSIDE = new ConcurrentHashMap<>();

    private static final VarHandle END;

    static {
        try {
            END = MethodHandles.lookup().findVarHandle(Waiter.class, "end", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Thread thread = Thread.currentThread();
    private final Object site;
    private final @Nullable WaitQueue queue;

    /** Any thread, by compare-and-set only. */
    private volatile Object end = WAITING;

    /** Under the lock of the queue. */
    @Nullable Waiter previous;

    /** Under the lock of the queue. */
    @Nullable Waiter next;

    Waiter(Object site, @Nullable WaitQueue queue) {
        this.site = site;
        this.queue = queue;
    }

    /** A wait for nothing but its time or its cancellation. */
    public static Waiter alone(Object site) {
        return new Waiter(site, null);
    }

    /** Whether this may end by other means than that somebody on the loop ends it: by its time, or by the other end of a channel. Once it has begun. */
    boolean mayEndByItself() {
        return index >= 0 || site instanceof SelectableChannel;
    }

    /** Whether {@code thread}, which belongs to no loop, is in a wait without a limit that nothing has ended yet. Any thread. */
    static boolean isStuck(Thread thread) {
        Waiter waiter = OUTSIDE.get(thread);
        return waiter != null && waiter.isWaiting();
    }

    /** What is waited for, for dumps. */
    public Object site() {
        return site;
    }

    /** The strand that waits, or null for a thread outside any loop. */
    public @Nullable Strand strand() {
        return Strand.of(thread);
    }

    /** Whether nothing has ended the wait yet. Any thread. */
    boolean isWaiting() {
        return end == WAITING;
    }

    /** The thread that waits. */
    public Thread thread() {
        return thread;
    }

    /** What the waker handed over. Once it was woken. */
    public @Nullable Object value() {
        Object handed = end;
        return handed == NOTHING ? null : handed;
    }

    /** Ends the wait; true if this call did it and the waiter goes on with what it waited for. Any thread. */
    public boolean wake() {
        return end(NOTHING);
    }

    /** Like {@link #wake()}, handing {@code handed} over. */
    public boolean wake(@Nullable Object handed) {
        return end(handed == null ? NOTHING : handed);
    }

    boolean cancel() {
        return end(CANCELLED);
    }

    @Override
    protected void fire() {
        end(EXPIRED);
    }

    private boolean end(Object how) {
        if (!END.compareAndSet(this, WAITING, how)) {
            return false;
        }
        LockSupport.unpark(thread);
        return true;
    }

    /** Waits without limit; see {@link #await(long)}. */
    public void await() {
        await(Long.MAX_VALUE);
    }

    /**
     * Waits until woken, at most {@code nanos} nanoseconds. Only the thread that made this waiter.
     *
     * @return true if woken, false if the time was up first
     * @throws CancelledException if the thread was interrupted by other means than Greenloom's; or whatever was delivered to the strand
     */
    public boolean await(long nanos) {
        Strand strand = Strand.self();
        if (strand == null) {
            awaitOutside(nanos);
        } else {
            awaitOnLoop(strand, nanos);
        }
        Object how = end;
        if (how != EXPIRED && how != CANCELLED) {
            return true;
        }
        if (queue != null) {
            queue.forget(this);
        }
        if (how == CANCELLED) {
            throwCause(strand);
        }
        return false;
    }

    private void awaitOnLoop(Strand self, long nanos) {
        self.deliveries().begin(this);
        if (!isWaiting()) {
            return;
        }
        try {
            if (nanos <= 0) {
                end(EXPIRED);
            } else if (nanos != Long.MAX_VALUE) {
                self.scheduler().schedule(this, nanos);
            }
            Probe told = self.scheduler().probe();
            if (told != null && isWaiting()) {
                told.blocked(self, site);
            }
            while (isWaiting()) {
                LockSupport.park(site);
                cancelIfInterrupted();
            }
        } finally {
            self.scheduler().unschedule(this);
            self.deliveries().finish();
        }
    }

    private void awaitOutside(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            OUTSIDE.put(thread, this);
            try {
                while (isWaiting()) {
                    LockSupport.park(site);
                    cancelIfInterrupted();
                }
            } finally {
                OUTSIDE.remove(thread);
            }
            return;
        }
        long start = System.nanoTime();
        while (isWaiting()) {
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                end(EXPIRED);
            } else {
                LockSupport.parkNanos(site, left);
                cancelIfInterrupted();
            }
        }
    }

    private void cancelIfInterrupted() {
        if (isWaiting() && Thread.currentThread().isInterrupted()) {
            end(CANCELLED);
        }
    }

    private void throwCause(@Nullable Strand strand) {
        if (strand != null) {
            strand.deliveries().throwPending();
        }
        // Whoever interrupted the thread by hand may have others who look at the flag; a greenlet is told by the exception alone.
        boolean interrupted = strand == null ? Thread.currentThread().isInterrupted() : Thread.interrupted();
        throw new CancelledException(interrupted ? "Thread.interrupt()" : "its loop", "it waited for " + site);
    }
}
