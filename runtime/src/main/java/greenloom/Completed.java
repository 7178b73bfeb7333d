package greenloom;

import greenloom.internal.Seconds;
import greenloom.internal.SpinLock;
import greenloom.internal.WaitQueue;
import greenloom.internal.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Those that are waited for, in the order in which they become ready; made by {@link Async#asCompleted}. {@code gevent.iwait}, {@code
 * asyncio.as_completed}.
 *
 * <p>Iterates once. Closing it lets go of those that are not ready yet; so does reading it to its end.
 *
 * @param <W> what is waited for
 */
public final class Completed<W extends Waitable> implements Iterable<W>, AutoCloseable {
    private final SpinLock lock = new SpinLock();
    private final List<W> waitables;
    private final List<Runnable> watchers = new ArrayList<>();
    private final double seconds;
    private final Deadline deadline;

    /** Under the lock: ready and not handed out. */
    private final Queue<W> ready = new ArrayDeque<>();

    /** Under the lock. */
    private final WaitQueue waiters = new WaitQueue(lock);

    /** Only who iterates. */
    private int left;

    Completed(Collection<W> all, double seconds) {
        this.waitables = List.copyOf(new LinkedHashSet<>(all));
        this.left = waitables.size();
        this.seconds = seconds;
        this.deadline = Deadline.in(seconds);
        for (W waitable : waitables) {
            Runnable watcher = () -> add(waitable);
            watchers.add(watcher);
            Watchers.watch(waitable, watcher);
        }
    }

    private void add(W waitable) {
        lock.lock();
        ready.add(waitable);
        waiters.wakeAll();
        lock.unlock();
    }

    @Override
    public Iterator<W> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return Completed.this.hasNext();
            }

            @Override
            public W next() {
                return Completed.this.next();
            }
        };
    }

    /** Whether some were not handed out yet. */
    public boolean hasNext() {
        return left > 0;
    }

    /**
     * Waits for the next one.
     *
     * @return one that is ready
     * @throws Timeout if the time given is up
     */
    public W next() {
        W waitable = poll();
        if (waitable == null) {
            throw new Timeout(seconds);
        }
        return waitable;
    }

    /** The next one; null if the time is up first. */
    @Nullable W poll() {
        if (left == 0) {
            throw new NoSuchElementException("All of " + waitables + " were handed out");
        }
        while (true) {
            Waiter waiter;
            lock.lock();
            try {
                W waitable = ready.poll();
                if (waitable != null) {
                    left--;
                    return waitable;
                }
                waiter = waiters.enqueue(this);
            } finally {
                lock.unlock();
            }
            if (!waiter.await(Seconds.toNanos(deadline.left()))) {
                return null;
            }
        }
    }

    /** Lets go of those that are not ready yet. */
    @Override
    public void close() {
        left = 0;
        for (int i = 0; i < watchers.size(); i++) {
            Watchers.unwatch(waitables.get(i), watchers.get(i));
        }
    }

    @Override
    public String toString() {
        return left + " of " + waitables;
    }
}
