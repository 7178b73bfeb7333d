package greenloom;

import greenloom.internal.Seconds;
import greenloom.internal.SpinLock;
import greenloom.internal.WaitQueue;
import greenloom.internal.Waiter;
import java.time.Duration;
import java.util.List;

/**
 * A flag that any number wait for. {@code gevent.event.Event}, {@code asyncio.Event}.
 *
 * <p>May be used by any thread; who waits is woken in the order of waiting.
 */
public final class Event implements Waitable {
    private final SpinLock lock = new SpinLock();

    /** Under the lock. */
    private final WaitQueue waiters = new WaitQueue(lock);

    /** Under the lock. */
    private final Watchers watchers = new Watchers();

    /** Written under the lock. */
    private volatile boolean set;

    /** What waiters wait for, as dumps tell it. */
    private final Object site;

    /** Makes one that is clear. */
    @SuppressWarnings("this-escape") // Only kept, for dumps.
    public Event() {
        this.site = this;
    }

    /** Makes one that is waited for on behalf of something else. */
    Event(Object site) {
        this.site = site;
    }

    /** Sets the flag and wakes all who wait; does nothing if it is set. */
    public void set() {
        lock.lock();
        set = true;
        waiters.wakeAll();
        List<Runnable> told = watchers.takeAll();
        lock.unlock();
        told.forEach(Runnable::run);
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
            waiter = waiters.enqueue(site);
        } finally {
            lock.unlock();
        }
        return waiter.await(nanos);
    }

    /** The same as {@link #isSet()}. */
    @Override
    public boolean ready() {
        return set;
    }

    void watch(Runnable watcher) {
        lock.lock();
        boolean now = set;
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

    /** What goes on at it now. */
    public Statistics statistics() {
        lock.lock();
        try {
            return new Statistics(set, waiters.size(), watchers.size());
        } finally {
            lock.unlock();
        }
    }

    /**
     * What goes on at an event.
     *
     * @param set whether it is set
     * @param waiting how many wait for it
     * @param watching how many wait for this or something else, see {@code asCompleted}
     */
    public record Statistics(boolean set, int waiting, int watching) {
    }

    @Override
    public String toString() {
        return "<Event " + (set ? "set" : "clear") + ">";
    }
}
