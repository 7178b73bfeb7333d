package greenloom.kernel.output;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How much of one cell's output is on its way; holds its writers while that is too much.
 *
 * <p>Without a lock: the writer may be a greenlet, and a greenlet that waits must leave its carrier, and everything that
 * the carrier itself might touch, free. It parks; the output thread wakes it.
 */
final class Meter {
    static final int ALLOWANCE = 1 << 19;

    private final AtomicLong onTheWay = new AtomicLong(); // any thread
    private final Queue<Thread> held = new ConcurrentLinkedQueue<>(); // added to by writers, emptied by the output thread

    long onTheWay() {
        return onTheWay.get();
    }

    /** Counts {@code weight}; who can wait first {@link #awaitRoom}s. */
    void enter(int weight) {
        onTheWay.addAndGet(weight);
    }

    boolean hasRoom() {
        return onTheWay.get() < ALLOWANCE;
    }

    // Interrupts wait: the output thread always gets on, so this ends soon, and a write that an interrupt cut short would
    // either lose text or, in a loop, fill the heap. The status is handed on to whatever looks at it next.
    void awaitRoom() {
        boolean interrupted = false;
        while (!hasRoom()) {
            held.add(Thread.currentThread());
            if (!hasRoom()) {
                LockSupport.park(this);
            }
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Counts {@code weight} as arrived; the output thread alone. */
    void leave(int weight) {
        if (onTheWay.addAndGet(-weight) < ALLOWANCE / 2) {
            release();
        }
    }

    private void release() {
        for (Thread writer = held.poll(); writer != null; writer = held.poll()) {
            LockSupport.unpark(writer);
        }
    }
}
