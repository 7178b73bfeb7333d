package greenloom;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How {@link Async#gather} waits: woken once, by the first failure or by the last value. */
final class Gathering<T extends @Nullable Object> {
    private final List<? extends Awaitable<? extends T>> awaitables;
    private final boolean settled;
    private final Event over = new Event(this);
    private final AtomicInteger left;
    private final AtomicReference<@Nullable Awaitable<? extends T>> firstFailed = new AtomicReference<>();

    /**
     * Makes one.
     *
     * @param awaitables what to wait for
     * @param settled whether failures are values
     */
    Gathering(List<? extends Awaitable<? extends T>> awaitables, boolean settled) {
        this.awaitables = awaitables;
        this.settled = settled;
        this.left = new AtomicInteger(awaitables.size());
    }

    /** Waits; the values, or the first failure thrown. */
    List<T> values() {
        await();
        Awaitable<? extends T> failed = firstFailed.get();
        if (failed != null) {
            failed.get();
        }
        List<T> values = new ArrayList<>(awaitables.size());
        for (Awaitable<? extends T> awaitable : awaitables) {
            values.add(awaitable.get());
        }
        return values;
    }

    /** Waits; how each came out. */
    List<Settled<T>> settled() {
        await();
        List<Settled<T>> outcomes = new ArrayList<>(awaitables.size());
        for (Awaitable<? extends T> awaitable : awaitables) {
            outcomes.add(Settled.of(awaitable));
        }
        return outcomes;
    }

    private void await() {
        if (awaitables.isEmpty()) {
            return;
        }
        List<Runnable> watchers = new ArrayList<>(awaitables.size());
        for (Awaitable<? extends T> awaitable : awaitables) {
            Runnable watcher = () -> tell(awaitable);
            watchers.add(watcher);
            Promise.of(awaitable).onReady(watcher);
        }
        try {
            over.await();
        } catch (Throwable e) {
            if (Cancels.passOn(e)) {
                awaitables.forEach(awaitable -> Cancels.cancel(awaitable, e));
            }
            throw e;
        } finally {
            for (int i = 0; i < watchers.size(); i++) {
                Promise.of(awaitables.get(i)).forget(watchers.get(i));
            }
        }
    }

    private void tell(Awaitable<? extends T> awaitable) {
        if (!settled && Settled.failed(awaitable)) {
            firstFailed.compareAndSet(null, awaitable);
            over.set();
        }
        if (left.decrementAndGet() == 0) {
            over.set();
        }
    }

    @Override
    public String toString() {
        return "gather of " + awaitables;
    }
}
