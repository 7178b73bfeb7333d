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
    private final Relay<T> promise = new Relay<>(this);

    /** Written before this is handed out. */
    private @Nullable Runnable onCancel;

    /** Written before this is handed out: the work of a pool that will set this. */
    private @Nullable Work<?> task;

    /** Makes one that is not set. */
    public AsyncResult() {}

    Relay<T> promise() {
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

    /**
     * Gives it up: all who wait get a {@link CancelledException}, and the work that would have set it is cancelled if there is any ({@code toThread},
     * {@code wrapFuture}).
     *
     * @return false if it is set already, or if a {@link ThreadPool} is at work for it, or a {@link ProcessPool} that may not kill
     */
    public boolean cancel() {
        if (task != null && !task.cancel()) {
            return false;
        }
        boolean cancelled = promise.complete(new Outcome.Failed<>(new CancelledException("cancel()", "of " + this)));
        Runnable hook = onCancel;
        if (cancelled && hook != null) {
            hook.run();
        }
        return cancelled;
    }

    /** Whether it was cancelled. */
    public boolean isCancelled() {
        return promise.outcome() instanceof Outcome.Failed<T>(Throwable exception)
                && exception instanceof CancelledException;
    }

    /** One that something outside the loop will set; the loop that waits for it counts on that. */
    static <T extends @Nullable Object> AsyncResult<T> fromOutside(Runnable hook) {
        AsyncResult<T> result = new AsyncResult<>();
        EventLoop loop = EventLoop.currentOrNull();
        result.promise.setOutside(loop == null ? null : loop.scheduler());
        return result.onCancel(hook);
    }

    /** Has {@code hook} run when this is cancelled; who waits for it and is cancelled then cancels it. Before it is handed out. */
    AsyncResult<T> onCancel(Runnable hook) {
        onCancel = hook;
        return this;
    }

    /** Is set by the work of a pool from now on. Before it is handed out. */
    void comesFrom(Work<?> work) {
        task = work;
    }

    /** Whether a {@link ThreadPool} or {@link ProcessPool} is at work for it now. {@code Future.running}. */
    public boolean running() {
        return !ready() && task != null && task.isRunning();
    }

    /** Whether somebody works for this result, so that nobody waiting means that the work is in vain. */
    boolean hasWorker() {
        return onCancel != null || task != null;
    }

    /**
     * Waits for the value.
     *
     * @return the value; the exception is thrown as it is
     */
    @Override
    public T get() {
        promise.awaitAndHear(Long.MAX_VALUE);
        return promise.value();
    }

    /**
     * Waits for the value, at most {@code seconds}.
     *
     * @param seconds the longest wait; zero asks without waiting
     * @return the value
     * @throws Timeout if it is not set by then
     */
    public T get(double seconds) {
        if (promise.awaitAndHear(Seconds.toNanos(seconds)) == null) {
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
        return promise.hear() instanceof Outcome.Failed<T>(Throwable exception) ? exception : null;
    }

    /**
     * Has {@code callback} called once, with this, when it is set, or soon if it is set already: on a new greenlet of the caller's loop, or by the
     * thread that sets it if the caller is on none.
     *
     * @param callback what to call
     */
    public void link(Consumer<? super AsyncResult<T>> callback) {
        promise.onReady(Links.of(callback, () -> callback.accept(this)));
    }

    /**
     * Takes {@link #link} back; does nothing if it has been called.
     *
     * @param callback what was linked
     */
    public void unlink(Consumer<? super AsyncResult<T>> callback) {
        promise.forget(Links.like(callback));
    }

    @Override
    public String toString() {
        return switch (promise.outcome()) {
            case null ->
                task == null ? "<AsyncResult unset>" : running() ? "<AsyncResult running>" : "<AsyncResult pending>";
            case Outcome.Done<T>(T value) -> "<AsyncResult value=" + value + ">";
            case Outcome.Failed<T>(Throwable exception) -> "<AsyncResult exception=" + exception + ">";
        };
    }
}
