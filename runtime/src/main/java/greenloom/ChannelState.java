package greenloom;

import greenloom.internal.SpinLock;
import greenloom.internal.WaitQueue;
import greenloom.internal.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * What goes on in a channel: who waits on which side, and what lies between them.
 *
 * <p>Nothing here calls user code or throws under the lock: what a channel has to say about it, it says afterwards.
 */
final class ChannelState<T> {
    /** Handed over in place of an item or a place: there will be none any more. */
    static final Object CLOSED = new Object();

    /** Handed to a putter: its item has a place, to which it must bring it. */
    private static final Object RESERVED = new Object();

    /** How putting came out. */
    enum Put {
        DONE,
        FULL,
        CLOSED
    }

    private final SpinLock lock = new SpinLock();
    private final Channel<T> channel;
    private final int capacity;

    /** Under the lock. */
    private final Backlog<T> items;

    /** Under the lock; each waits with a {@link Putting}. */
    private final WaitQueue putters = new WaitQueue(lock);

    /** Under the lock; they wait while there is nothing to take. */
    private final WaitQueue getters = new WaitQueue(lock);

    /** Under the lock; they wait while there is nothing to see. */
    private final WaitQueue peekers = new WaitQueue(lock);

    /** Under the lock. */
    private final WaitQueue joiners = new WaitQueue(lock);

    /** Under the lock: places given to items that must be sorted in and are still on their way. */
    private int reserved;

    /** Under the lock. */
    private long unfinished;

    /** Under the lock. */
    private boolean closed;

    ChannelState(Channel<T> channel, int capacity, Backlog<T> items) {
        this.channel = channel;
        this.capacity = capacity;
        this.items = items;
    }

    Put put(T item, long nanos) {
        Waiter waiter = null;
        lock.lock();
        try {
            if (closed) {
                return Put.CLOSED;
            }
            if (handOver(item)) {
                return Put.DONE;
            }
            if (!takeIn(item)) {
                if (nanos <= 0) {
                    return Put.FULL;
                }
                waiter = putters.enqueue(new Putting<>(item, channel));
                peekers.wakeAll(item);
            }
        } finally {
            lock.unlock();
        }
        if (waiter != null && !waiter.await(nanos)) {
            return Put.FULL;
        }
        Object answer = waiter == null ? RESERVED : waiter.value();
        if (answer == RESERVED && items instanceof Backlog.Sorted<T> sorted) {
            sortIn(sorted, item);
        }
        return answer == CLOSED ? Put.CLOSED : Put.DONE;
    }

    /** Gives {@code item} to whoever has waited longest to get one. */
    private boolean handOver(T item) {
        if (!getters.wakeOne(item)) {
            return false;
        }
        peekers.wakeAll(item);
        unfinished++;
        return true;
    }

    /** Takes {@code item} in, or at least a place for it if it must be sorted in; false if all places are taken. */
    private boolean takeIn(T item) {
        if (items.size() + reserved >= capacity) {
            return false;
        }
        if (items instanceof Backlog.Plain<T> plain) {
            plain.add(item);
            peekers.wakeAll(item);
            unfinished++;
        } else {
            reserved++;
        }
        return true;
    }

    /** Brings an item for which a place is reserved among the others. The comparator may throw: then the place is given back. */
    private void sortIn(Backlog.Sorted<T> sorted, T item) {
        boolean placed = false;
        try {
            while (!placed) {
                placed = trySortIn(sorted, item);
            }
        } finally {
            if (!placed) {
                giveBackPlace();
            }
        }
    }

    /** One search for the place of {@code item}; false if the items changed meanwhile. The comparator runs outside the lock. */
    private boolean trySortIn(Backlog.Sorted<T> sorted, T item) {
        lock.lock();
        try {
            long version = sorted.version();
            int low = 0;
            for (int high = sorted.size(); low < high && version == sorted.version();) {
                int middle = (low + high) >>> 1;
                if (precedes(sorted, item, sorted.probe(middle))) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            if (version != sorted.version()) {
                return false;
            }
            settle(sorted, low, item);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean precedes(Backlog.Sorted<T> sorted, T item, T other) {
        lock.unlock();
        try {
            return sorted.precedes(item, other);
        } finally {
            lock.lock();
        }
    }

    private void settle(Backlog.Sorted<T> sorted, int place, T item) {
        reserved--;
        if (!handOver(item)) {
            sorted.insert(place, item);
            peekers.wakeAll(sorted.peek());
            unfinished++;
        }
        wakeIfDrained();
    }

    private void giveBackPlace() {
        lock.lock();
        reserved--;
        admit();
        wakeIfDrained();
        lock.unlock();
    }

    /** Takes an item out: the item, {@link #CLOSED}, or null if the time was up first. */
    @Nullable Object take(Object site, long nanos) {
        Waiter waiter;
        lock.lock();
        try {
            Object item = takeNow();
            if (item != null || nanos <= 0) {
                return item;
            }
            waiter = getters.enqueue(site);
        } finally {
            lock.unlock();
        }
        return waiter.await(nanos) ? waiter.value() : null;
    }

    private @Nullable Object takeNow() {
        if (items.size() > 0) {
            T item = items.take();
            admit();
            wakeIfDrained();
            return item;
        }
        for (Waiter waiter = putters.poll(); waiter != null; waiter = putters.poll()) {
            if (waiter.wake()) {
                unfinished++;
                return itemOf(waiter);
            }
        }
        return isDrained() ? CLOSED : null;
    }

    /** Shows the item that leaves next: the item, {@link #CLOSED}, or null if the time was up first. */
    @Nullable Object peek(Object site, long nanos) {
        Waiter waiter;
        lock.lock();
        try {
            Object item = peekNow();
            if (item != null || nanos <= 0) {
                return item;
            }
            waiter = peekers.enqueue(site);
        } finally {
            lock.unlock();
        }
        return waiter.await(nanos) ? waiter.value() : null;
    }

    private @Nullable Object peekNow() {
        if (items.size() > 0) {
            return items.peek();
        }
        Waiter waiter = putters.peek();
        if (waiter != null) {
            return itemOf(waiter);
        }
        return isDrained() ? CLOSED : null;
    }

    @SuppressWarnings("unchecked") // Only put() enqueues there.
    private T itemOf(Waiter putter) {
        return ((Putting<T>) putter.site()).item();
    }

    /** Lets those in who wait for a place, while there is one. */
    private void admit() {
        while (items.size() + reserved < capacity) {
            Waiter waiter = putters.poll();
            if (waiter == null) {
                return;
            }
            if (waiter.wake(RESERVED)) {
                takeIn(itemOf(waiter));
            }
        }
    }

    /** Counts one item as worked off; false if there is none. */
    boolean finishOne() {
        lock.lock();
        try {
            if (unfinished == 0) {
                return false;
            }
            unfinished--;
            wakeIfFinished();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void wakeIfFinished() {
        if (unfinished == 0) {
            joiners.wakeAll();
        }
    }

    boolean awaitFinished(Object site, long nanos) {
        Waiter waiter;
        lock.lock();
        try {
            if (unfinished == 0) {
                return true;
            }
            waiter = joiners.enqueue(site);
        } finally {
            lock.unlock();
        }
        return waiter.await(nanos);
    }

    void close(boolean immediate) {
        lock.lock();
        closed = true;
        putters.wakeAll(CLOSED);
        if (immediate) {
            unfinished -= Math.min(unfinished, items.size());
            items.clear();
            wakeIfFinished();
        }
        wakeIfDrained();
        lock.unlock();
    }

    private boolean isDrained() {
        return closed && items.size() + reserved == 0;
    }

    private void wakeIfDrained() {
        if (isDrained()) {
            getters.wakeAll(CLOSED);
            peekers.wakeAll(CLOSED);
        }
    }

    Channel.Statistics statistics() {
        lock.lock();
        try {
            return new Channel.Statistics(items.size(), capacity, putters.size(), getters.size() + peekers.size(),
                    joiners.size(), unfinished, closed);
        } finally {
            lock.unlock();
        }
    }

    private record Putting<T>(T item, Channel<T> channel) {
        @Override
        public String toString() {
            return "put() of " + channel;
        }
    }
}
