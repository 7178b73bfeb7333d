package greenloom.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs a coroutine for a consumer that can neither run it itself nor leave its carrier to it: a virtual thread that has nothing to do with
 * Greenloom, or one that a class initialiser or native code holds on its carrier. The consumer parks meanwhile.
 *
 * <p>One turn runs at a time, on whichever thread of a pool. The JDK's own carriers will not do: they take back what yields without asking its
 * scheduler.
 */
final class Lane implements Bearer, Landing, Runnable {
    /** For all lanes; their turns do not block, what they run parks. */
    static final Executor THREADS = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("greenloom-elsewhere-", 0).daemon().factory());

    private final Thread consumer;
    private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** The thread that runs turns now. Written by that thread. */
    private volatile @Nullable Thread worker;

    /** Worker only: the one that was handed over to. */
    private @Nullable Fiber successor;

    /** Worker only: control has come back. */
    private boolean landed;

    /** Written by the worker, which gives no more turns from then on. */
    private volatile boolean over;

    Lane(Thread consumer) {
        this.consumer = consumer;
    }

    @Override
    public void submit(Turn turn) {
        turns.add(turn);
        if (scheduled.compareAndSet(false, true)) {
            THREADS.execute(this);
        }
    }

    @Override
    public void follow(Fiber turn) {
        successor = turn;
    }

    @Override
    public boolean isCarrier() {
        return Thread.currentThread() == worker;
    }

    @Override
    public void land(Bearer here) {
        landed = true;
    }

    @Override
    public Thread thread() {
        return consumer;
    }

    @Override
    public void run() {
        do {
            worker = Thread.currentThread();
            for (Turn turn = turns.poll(); turn != null; turn = turns.poll()) {
                giveTurns(turn);
            }
            worker = null;
            scheduled.set(false);
        } while (!turns.isEmpty() && scheduled.compareAndSet(false, true));
    }

    private void giveTurns(Turn first) {
        Turn turn = first;
        while (turn != null && !over) {
            turn.go();
            turn = successor;
            successor = null;
            if (landed) {
                over = true;
                LockSupport.unpark(consumer);
            }
        }
    }

    /** Has {@code coroutine} run until control comes back. Consumer only. */
    void resume(Coroutine coroutine) {
        coroutine.submit();
        while (!over) {
            LockSupport.park(this);
            if (!over && Thread.interrupted()) {
                coroutine.thread().interrupt();
            }
        }
    }
}
