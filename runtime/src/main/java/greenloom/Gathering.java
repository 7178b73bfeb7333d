package greenloom;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How {@link Async#gather} waits: woken once, by the first failure or by the last value. */
final class Gathering {
    private Gathering() {}

    static <T extends @Nullable Object> List<T> gather(List<? extends Awaitable<? extends T>> awaitables) {
        Event over = new Event();
        AtomicInteger left = new AtomicInteger(awaitables.size());
        for (Awaitable<? extends T> awaitable : awaitables) {
            Promise<? extends T> promise = Promise.of(awaitable);
            promise.onReady(() -> {
                if (left.decrementAndGet() == 0 || promise.outcome() instanceof Outcome.Failed) {
                    over.set();
                }
            });
        }
        if (!awaitables.isEmpty()) {
            awaitOrCancel(over, awaitables);
        }
        return values(awaitables);
    }

    private static void awaitOrCancel(Event over, List<? extends Awaitable<?>> awaitables) {
        boolean reached = false;
        try {
            over.await();
            reached = true;
        } finally {
            if (!reached) {
                awaitables.forEach(Gathering::cancel);
            }
        }
    }

    private static void cancel(Awaitable<?> awaitable) {
        if (awaitable instanceof Greenlet<?> greenlet) {
            greenlet.cancel();
        }
    }

    /** The failures first: one of them ended the wait, and others may have no value yet. */
    private static <T extends @Nullable Object> List<T> values(List<? extends Awaitable<? extends T>> awaitables) {
        for (Awaitable<? extends T> awaitable : awaitables) {
            if (Promise.of(awaitable).outcome() instanceof Outcome.Failed) {
                awaitable.get();
            }
        }
        List<T> values = new ArrayList<>(awaitables.size());
        for (Awaitable<? extends T> awaitable : awaitables) {
            values.add(awaitable.get());
        }
        return values;
    }
}
