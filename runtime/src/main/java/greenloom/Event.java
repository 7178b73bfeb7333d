package greenloom;

import greenloom.internal.Seconds;
import greenloom.internal.SpinLock;
import greenloom.internal.WaitQueue;
import greenloom.internal.Waiter;
import java.time.Duration;

/**
 * A flag that any number wait for. {@code gevent.event.Event}, {@code asyncio.Event}.
 *
 * <p>May be used by any thread; who waits is woken in the order of waiting.
 */
public final class Event {
    private final SpinLock lock = new SpinLock();

    /** Under the lock. */
    private final WaitQueue waiters = new WaitQueue(lock);

    /** Written under the lock. */
    private volatile boolean set;

    /** Makes one that is clear. */
    public Event() {}

    /** Sets the flag and wakes all who wait; does nothing if it is set. */
    public void set() {
        lock.lock();
        try {
            set = true;
            waiters.wakeAll();
        } finally {
            lock.unlock();
        }
    }

    /** Clears the flag; who waits from now on waits for the next {@link #set()}. */
    public void clear() {
        set = false;
    }

    /** Whether the flag is set. */
    public boolean isSet() {
        return set;
    }

    /** Waits until the flag is set; returns at once if it is. */
    public void await() {
        awaitNanos(Long.MAX_VALUE);
    }

    /**
     * Waits until the flag is set, at most {@code seconds}.
     *
     * @param seconds the longest wait
     * @return true if it was set, false if the time was up first
     */
    public boolean await(double seconds) {
        return awaitNanos(Seconds.toNanos(seconds));
    }

    /**
     * Waits until the flag is set, at most {@code limit}.
     *
     * @param limit the longest wait
     * @return true if it was set, false if the time was up first
     */
    public boolean await(Duration limit) {
        return await(Seconds.of(limit));
    }

    private boolean awaitNanos(long nanos) {
        Waiter waiter;
        lock.lock();
        try {
            if (set) {
                return true;
            }
            waiter = waiters.enqueue(this);
        } finally {
            lock.unlock();
        }
        return waiter.await(nanos);
    }

    @Override
    public String toString() {
        return "<Event " + (set ? "set" : "clear") + ">";
    }
}
