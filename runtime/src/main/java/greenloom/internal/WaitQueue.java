package greenloom.internal;

import org.jspecify.annotations.Nullable;

/**
 * The one fair wait queue that every primitive stands on: first come, first served; waiters that have timed out or were cancelled are passed
 * over and lose nothing.
 *
 * <p>All methods but {@link #forget} are called under the lock given at construction, which also guards the state of the primitive.
 */
public final class WaitQueue {
    private final SpinLock lock;
    private @Nullable Waiter first;
    private @Nullable Waiter last;
    private int size;

    /**
     * Makes an empty queue.
     *
     * @param lock guards this queue and the primitive around it
     */
    public WaitQueue(SpinLock lock) {
        this.lock = lock;
    }

    /** Adds the current thread at the end. Its wait begins with {@link Waiter#await}, after the lock was given back. */
    public Waiter enqueue(Object site) {
        Waiter waiter = new Waiter(site, this);
        waiter.previous = last;
        if (last == null) {
            first = waiter;
        } else {
            last.next = waiter;
        }
        last = waiter;
        size++;
        return waiter;
    }

    /** Takes out the waiter that has waited longest, or null. It may have timed out already: ask {@link Waiter#wake}. */
    public @Nullable Waiter poll() {
        Waiter waiter = first;
        if (waiter != null) {
            unlink(waiter);
        }
        return waiter;
    }

    /** Wakes the one that has waited longest and still waits, handing {@code value} over; false if nobody waits. */
    public boolean wakeOne(@Nullable Object value) {
        for (Waiter waiter = poll(); waiter != null; waiter = poll()) {
            if (waiter.wake(value)) {
                return true;
            }
        }
        return false;
    }

    /** Wakes all that wait now, in order. */
    public void wakeAll() {
        wakeAll(null);
    }

    /** Wakes all that wait now, in order, handing {@code value} to each. */
    public void wakeAll(@Nullable Object value) {
        for (Waiter waiter = poll(); waiter != null; waiter = poll()) {
            waiter.wake(value);
        }
    }

    /** The one that has waited longest and still waits, left where it is; null if nobody waits. */
    public @Nullable Waiter peek() {
        Waiter waiter = first;
        while (waiter != null && !waiter.isWaiting()) {
            waiter = waiter.next;
        }
        return waiter;
    }

    public boolean isEmpty() {
        return first == null;
    }

    /** How many wait, counting those that have just been cancelled and are not gone yet. */
    public int size() {
        return size;
    }

    /** How many wait, without those that have just been cancelled. */
    public int waiting() {
        int count = 0;
        for (Waiter waiter = first; waiter != null; waiter = waiter.next) {
            if (waiter.isWaiting()) {
                count++;
            }
        }
        return count;
    }

    /** Takes out a waiter that has timed out or was cancelled. Called without the lock. */
    void forget(Waiter waiter) {
        lock.lock();
        try {
            if (waiter == first || waiter.previous != null) {
                unlink(waiter);
            }
        } finally {
            lock.unlock();
        }
    }

    private void unlink(Waiter waiter) {
        Waiter before = waiter.previous;
        Waiter after = waiter.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        waiter.previous = null;
        waiter.next = null;
        size--;
    }
}
