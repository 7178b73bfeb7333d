package greenloom;

import greenloom.internal.Seconds;
import greenloom.internal.SpinLock;
import greenloom.internal.WaitQueue;
import greenloom.internal.Waiter;
import java.time.Duration;
import java.util.List;

/**
 * Lets a number of greenlets in at once, those first that have waited longest. {@code asyncio.BoundedSemaphore}, {@code gevent.lock.BoundedSemaphore};
 * with a bound out of reach, their {@code Semaphore}.
 *
 * <pre>{@code
 * try (var permit = semaphore.hold()) { ... }
 * }</pre>
 *
 * <p>A wait that times out or is cancelled takes nothing. May be used by any thread; whoever releases need not be who acquired.
 */
public final class BoundedSemaphore implements Waitable {
    private final SpinLock lock = new SpinLock();
    private final int bound;

    /** Under the lock. */
    private final WaitQueue waiters = new WaitQueue(lock);

    /** Under the lock. */
    private final Watchers watchers = new Watchers();

    /** Under the lock. */
    private int available;

    /**
     * Makes a semaphore that has all its permits at hand.
     *
     * @param permits how many there are, and the most there can be
     * @throws IllegalArgumentException if {@code permits} is negative
     */
    public BoundedSemaphore(int permits) {
        this(permits, permits);
    }

    /**
     * Makes a semaphore.
     *
     * @param available how many permits are at hand
     * @param bound how many there can be; {@link Integer#MAX_VALUE} makes it a plain {@code Semaphore}
     * @throws IllegalArgumentException if {@code available} is negative or above {@code bound}
     */
    public BoundedSemaphore(int available, int bound) {
        if (available < 0 || available > bound) {
            throw new IllegalArgumentException(
                    "A semaphore with bound " + bound + " cannot begin with " + available + " permits");
        }
        this.available = available;
        this.bound = bound;
    }

    /** Takes a permit, waiting for one. */
    public void acquire() {
        acquireNanos(Long.MAX_VALUE);
    }

    /**
     * Takes a permit, waiting at most {@code seconds} for one.
     *
     * @param seconds the longest wait
     * @return whether one was taken
     */
    public boolean acquire(double seconds) {
        return acquireNanos(Seconds.toNanos(seconds));
    }

    /**
     * Takes a permit, waiting at most {@code limit} for one.
     *
     * @param limit the longest wait
     * @return whether one was taken
     */
    public boolean acquire(Duration limit) {
        return acquire(Seconds.of(limit));
    }

    /**
     * Takes a permit if one is at hand.
     *
     * @return whether one was taken
     */
    public boolean tryAcquire() {
        return acquireNanos(0);
    }

    private boolean acquireNanos(long nanos) {
        Waiter waiter;
        lock.lock();
        try {
            if (available > 0) {
                available--;
                return true;
            }
            if (nanos <= 0) {
                return false;
            }
            waiter = waiters.enqueue(this);
        } finally {
            lock.unlock();
        }
        return waiter.await(nanos);
    }

    /**
     * Gives a permit back, to whoever has waited longest for one.
     *
     * @throws IllegalStateException if that would make more than there can be ({@code ValueError})
     */
    public void release() {
        if (!tryRelease()) {
            throw new IllegalStateException("release() was called more often than acquire() on " + this);
        }
    }

    private boolean tryRelease() {
        List<Runnable> told = List.of();
        lock.lock();
        try {
            if (available == bound) {
                return false;
            }
            if (!waiters.wakeOne(null)) {
                available++;
                told = watchers.takeAll();
            }
        } finally {
            lock.unlock();
        }
        told.forEach(Runnable::run);
        return true;
    }

    /**
     * Takes a permit, to be given back at the end of a {@code try} block.
     *
     * @return closing it gives the permit back
     */
    public Hold hold() {
        acquire();
        return new Hold(this::release);
    }

    /** Whether a permit is at hand. */
    @Override
    public boolean ready() {
        return available() > 0;
    }

    void watch(Runnable watcher) {
        lock.lock();
        boolean now = available > 0;
        if (!now) {
            watchers.add(watcher);
        }
        lock.unlock();
        if (now) {
            watcher.run();
        }
    }

    void unwatch(Runnable watcher) {
        lock.lock();
        watchers.remove(watcher);
        lock.unlock();
    }

    /** How many permits are at hand. */
    public int available() {
        return statistics().available();
    }

    /** What goes on at it now. */
    public Statistics statistics() {
        lock.lock();
        try {
            return new Statistics(available, bound, waiters.size(), watchers.size());
        } finally {
            lock.unlock();
        }
    }

    /**
     * What goes on at a semaphore.
     *
     * @param available how many permits are at hand
     * @param bound how many there can be
     * @param waiting how many wait for one
     * @param watching how many wait for this or something else, see {@code asCompleted}
     */
    public record Statistics(int available, int bound, int waiting, int watching) {
    }

    @Override
    public String toString() {
        Statistics now = statistics();
        String limit = bound == Integer.MAX_VALUE ? "" : "/" + bound;
        return "<BoundedSemaphore " + now.available() + limit + ", " + now.waiting() + " wait>";
    }
}
