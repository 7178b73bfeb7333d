package greenloom;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who wants to be told of a change without waiting for it. Guarded by the lock of whatever they watch; told after it was given back. */
final class Watchers {
    private @Nullable List<Runnable> watchers;

    void add(Runnable watcher) {
        if (watchers == null) {
            watchers = new ArrayList<>(1);
        }
        watchers.add(watcher);
    }

    /** Whether it was there. */
    boolean remove(Runnable watcher) {
        boolean removed = watchers != null && watchers.remove(watcher);
        if (removed && watchers != null && watchers.isEmpty()) {
            watchers = null;
        }
        return removed;
    }

    /** Takes all out: each is told once. */
    List<Runnable> takeAll() {
        List<Runnable> all = watchers == null ? List.of() : watchers;
        watchers = null;
        return all;
    }

    boolean isEmpty() {
        return watchers == null;
    }

    int size() {
        return watchers == null ? 0 : watchers.size();
    }

    /** Has {@code watcher} run once {@code waitable} is ready, at once if it is; it must be short and must not throw. */
    static void watch(Waitable waitable, Runnable watcher) {
        switch (waitable) {
            case Awaitable<?> awaitable -> Promise.of(awaitable).onReady(watcher);
            case Event event -> event.watch(watcher);
            case BoundedSemaphore semaphore -> semaphore.watch(watcher);
        }
    }

    /** Takes {@link #watch} back; does nothing if the watcher was told. */
    static void unwatch(Waitable waitable, Runnable watcher) {
        switch (waitable) {
            case Awaitable<?> awaitable -> Promise.of(awaitable).forget(watcher);
            case Event event -> event.unwatch(watcher);
            case BoundedSemaphore semaphore -> semaphore.unwatch(watcher);
        }
    }
}
