package greenloom;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Drives a generator as a coroutine: waits for what it yields, as asyncio's tasks do for the generators of old. */
final class Driver {
    private Driver() {}

    @SuppressWarnings("unchecked") // What it is sent is the value of what it has yielded: only its body knows the type, as in Python.
    static <R extends @Nullable Object> R drive(Generator<?, ?, R> coroutine) {
        if (coroutine.state() == Generator.State.CLOSED) {
            throw new IllegalStateException(
                    "cannot reuse already awaited coroutine " + coroutine + ": make a new one for each await");
        }
        var untyped = (Generator<@Nullable Object, @Nullable Object, R>) coroutine;
        try {
            Object awaited = untyped.next();
            while (true) {
                awaited = step(untyped, awaited);
            }
        } catch (StopIteration end) {
            return coroutine.resultOf(end);
        }
    }

    private static @Nullable Object step(Generator<@Nullable Object, @Nullable Object, ?> coroutine,
            @Nullable Object awaited) {
        Object value;
        try {
            value = value(awaited);
        } catch (Throwable thrown) {
            // Also a kill or a cancellation of whoever drives: the body may clean up, as in asyncio.
            return coroutine.throwInto(thrown);
        }
        return coroutine.send(value);
    }

    private static @Nullable Object value(@Nullable Object awaited) {
        return switch (awaited) {
            case null -> {
                Async.yieldNow();
                yield null;
            }
            case Awaitable<?> awaitable -> Async.await(awaitable);
            case CompletionStage<?> stage -> Async.await(stage);
            case Future<?> future -> Async.await(future);
            case Generator<?, ?, ?> inner -> throw new IllegalStateException(
                    "A coroutine may not yield " + inner + ": delegate to it with yieldFrom(...)");
            default ->
                throw new IllegalStateException("A coroutine may yield only what can be awaited, and not " + awaited
                        + ": a greenlet, an AsyncResult, a CompletionStage or a Future");
        };
    }
}
