package greenloom;

import greenloom.internal.Seconds;
import greenloom.internal.Sneaky;
import greenloom.internal.SpinLock;
import greenloom.internal.Strand;
import greenloom.internal.WaitQueue;
import greenloom.internal.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What greenlets that hold a {@link Mutex} wait for and signal to each other; made by {@link Mutex#newCondition()}. {@code asyncio.Condition}.
 *
 * <p>Waiting lets go of the mutex and takes it back before it returns or throws, also when it is cancelled. A signal that meets somebody who
 * is cancelled while taking the mutex back goes on to the next.
 */
public final class Condition {
    private final SpinLock lock = new SpinLock();
    private final Mutex mutex;

    /** Under the lock. */
    private final WaitQueue waiters = new WaitQueue(lock);

    Condition(Mutex mutex) {
        this.mutex = mutex;
    }

    /**
     * Waits for a signal.
     *
     * @throws IllegalStateException if the caller does not hold the mutex ({@code RuntimeError})
     */
    public void await() {
        awaitNanos(Long.MAX_VALUE);
    }

    /**
     * Waits for a signal, at most {@code seconds}.
     *
     * @param seconds the longest wait
     * @return whether there was one by then
     * @throws IllegalStateException if the caller does not hold the mutex
     */
    public boolean await(double seconds) {
        return awaitNanos(Seconds.toNanos(seconds));
    }

    /**
     * Waits for a signal, at most {@code limit}; see {@link #await(double)}.
     *
     * @param limit the longest wait
     * @return whether there was one by then
     */
    public boolean await(Duration limit) {
        return await(Seconds.of(limit));
    }

    /**
     * Waits for signals until {@code condition} holds, which is asked while the mutex is held. {@code wait_for}.
     *
     * @param condition what to wait for
     * @throws IllegalStateException if the caller does not hold the mutex
     */
    public void awaitUntil(BooleanSupplier condition) {
        mutex.ensureOwner(Mutex.me(), "wait for a condition of");
        while (!condition.getAsBoolean()) {
            await();
        }
    }

    private boolean awaitNanos(long nanos) {
        mutex.ensureOwner(Mutex.me(), "wait for a condition of");
        lock.lock();
        Waiter waiter = waiters.enqueue(this);
        lock.unlock();
        int depth = mutex.releaseAll();
        boolean signalled = false;
        List<Throwable> came = new ArrayList<>(0);
        try {
            signalled = waiter.await(nanos);
        } catch (Throwable e) {
            came.add(e);
        }
        mutex.reacquire(depth, came);
        throwWhatCame(came, signalled);
        return signalled;
    }

    /** The first is thrown here; the others, which came while the mutex was taken back, at the next wait. */
    private void throwWhatCame(List<Throwable> came, boolean signalled) {
        if (came.isEmpty()) {
            return;
        }
        if (signalled) {
            wake(1);
        }
        Strand self = Strand.self();
        if (self != null) {
            came.stream().skip(1).forEach(self.deliveries()::deliver);
        }
        throw Sneaky.rethrow(came.getFirst());
    }

    /**
     * Wakes the one that has waited longest. {@code notify}.
     *
     * @throws IllegalStateException if the caller does not hold the mutex ({@code RuntimeError})
     */
    public void signal() {
        signal(1);
    }

    /**
     * Wakes the {@code count} that have waited longest.
     *
     * @param count how many
     * @throws IllegalStateException if the caller does not hold the mutex
     */
    public void signal(int count) {
        mutex.ensureOwner(Mutex.me(), "signal a condition of");
        wake(count);
    }

    /**
     * Wakes all that wait. {@code notify_all}.
     *
     * @throws IllegalStateException if the caller does not hold the mutex
     */
    public void signalAll() {
        signal(Integer.MAX_VALUE);
    }

    private void wake(int count) {
        lock.lock();
        int left = count;
        while (left > 0 && waiters.wakeOne(null)) {
            left--;
        }
        lock.unlock();
    }

    /** What goes on at it now. */
    public Statistics statistics() {
        lock.lock();
        try {
            return new Statistics(waiters.size());
        } finally {
            lock.unlock();
        }
    }

    /**
     * What goes on at a condition.
     *
     * @param waiting how many wait for a signal
     */
    public record Statistics(int waiting) {
    }

    @Override
    public String toString() {
        return "<Condition of " + mutex + ", " + statistics().waiting() + " wait>";
    }
}
