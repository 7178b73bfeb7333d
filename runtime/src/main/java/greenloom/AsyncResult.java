package greenloom;

import greenloom.internal.Seconds;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A value that somebody sets once and any number wait for. {@code gevent.event.AsyncResult}, {@code asyncio.Future}.
 *
 * <p>May be set and waited for by any thread.
 *
 * @param <T> the value
 */
public final class AsyncResult<T extends @Nullable Object> implements Awaitable<T> {
    private final Promise<T> promise = new Promise<>(this);

    /** Makes one that is not set. */
    public AsyncResult() {}

    Promise<T> promise() {
        return promise;
    }

    /**
     * Sets the value and wakes all who wait.
     *
     * @param value the value
     * @throws IllegalStateException if a value or an exception is set already ({@code asyncio.InvalidStateError})
     */
    public void set(T value) {
        complete(new Outcome.Done<>(value));
    }

    /**
     * Sets an exception, which is thrown at all who wait.
     *
     * @param exception what they get
     * @throws IllegalStateException if a value or an exception is set already
     */
    public void setException(Throwable exception) {
        complete(new Outcome.Failed<>(exception));
    }

    private void complete(Outcome<T> outcome) {
        if (!promise.complete(outcome)) {
            throw new IllegalStateException(
                    this + " is set already: a result can be set only once, make a new AsyncResult");
        }
    }

    @Override
    public T get() {
        return promise.get();
    }

    /**
     * Waits for the value, at most {@code seconds}.
     *
     * @param seconds the longest wait
     * @return the value
     * @throws Timeout if it is not set by then
     */
    public T get(double seconds) {
        if (!promise.await(Seconds.toNanos(seconds))) {
            throw new Timeout(seconds);
        }
        return promise.value();
    }

    /**
     * Waits for the value, at most {@code limit}.
     *
     * @param limit the longest wait
     * @return the value
     * @throws Timeout if it is not set by then
     */
    public T get(Duration limit) {
        return get(Seconds.of(limit));
    }

    @Override
    public boolean ready() {
        return promise.isReady();
    }

    /** Whether a value, not an exception, is set. */
    public boolean successful() {
        return promise.outcome() instanceof Outcome.Done;
    }

    /** The value, or null while there is none. */
    public @Nullable T value() {
        return promise.outcome() instanceof Outcome.Done<T>(T value) ? value : null;
    }

    /** The exception, or null while there is none. */
    public @Nullable Throwable exception() {
        return promise.outcome() instanceof Outcome.Failed<T>(Throwable exception) ? exception : null;
    }

    /**
     * Has {@code callback} called once, with this, when it is set, or soon if it is set already: on a new greenlet of the caller's loop, or by the
     * thread that sets it if the caller is on none.
     *
     * @param callback what to call
     */
    public void link(Consumer<? super AsyncResult<T>> callback) {
        promise.onReady(Links.of(() -> callback.accept(this)));
    }

    @Override
    public String toString() {
        return switch (promise.outcome()) {
            case null -> "<AsyncResult unset>";
            case Outcome.Done<T>(T value) -> "<AsyncResult value=" + value + ">";
            case Outcome.Failed<T>(Throwable exception) -> "<AsyncResult exception=" + exception + ">";
        };
    }
}
