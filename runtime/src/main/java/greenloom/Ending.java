package greenloom;

import greenloom.internal.Machinery;
import greenloom.internal.Seconds;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How a greenlet comes out, for those who wait for that or ask: the side of it that is a {@link Future}. */
@Machinery
abstract sealed class Ending<T extends @Nullable Object> implements Future<T> permits Greenlet {
    private final Promise<T> promise = new Promise<>(this);

    Promise<T> promise() {
        return promise;
    }

    /** Whether it has ended, however it ended. */
    public final boolean ready() {
        return promise.isReady();
    }

    /** Whether it ended without an exception; a greenlet that was killed quietly did. */
    public final boolean successful() {
        return promise.outcome() instanceof Outcome.Done;
    }

    /** Its value; null while there is none or if it failed; the {@link GreenletExit} itself if it was killed quietly. */
    public final @Nullable T value() {
        return promise.outcome() instanceof Outcome.Done<T>(T value) ? value : null;
    }

    /** What it failed with, or null. */
    public final @Nullable Throwable exception() {
        return promise.hear() instanceof Outcome.Failed<T>(Throwable exception) ? exception : null;
    }

    /**
     * Waits for its value. Who is cancelled or timed out here does not take this greenlet along; see {@link Async#await(Greenlet)}.
     *
     * @return the value
     * @throws CancelledException if it was killed and so has none; anything that it failed with is thrown as it is
     */
    @Override
    public final T get() {
        promise.awaitAndHear(Long.MAX_VALUE);
        return result();
    }

    /**
     * Waits for its value, at most {@code seconds}.
     *
     * @param seconds the longest wait
     * @return the value
     * @throws Timeout if it has not ended by then; it goes on
     */
    public final T get(double seconds) {
        if (promise.awaitAndHear(Seconds.toNanos(seconds)) == null) {
            throw new Timeout(seconds);
        }
        return result();
    }

    /**
     * Waits for its value, at most {@code limit}; see {@link #get(double)}.
     *
     * @param limit the longest wait
     * @return the value
     */
    public final T get(Duration limit) {
        return get(Seconds.of(limit));
    }

    @Override
    public final T get(long timeout, TimeUnit unit) throws ExecutionException, TimeoutException {
        if (promise.awaitAndHear(unit.toNanos(timeout)) == null) {
            throw new TimeoutException(this + " has not ended within " + timeout + " " + unit);
        }
        return result();
    }

    private T result() {
        if (promise.outcome() instanceof Outcome.Done<T>(Object exit) && exit instanceof GreenletExit) {
            throw new CancelledException("kill", this + " was killed and has no value");
        }
        return promise.value();
    }

    /** Waits until it has ended, however it ends. */
    public final void join() {
        promise.await(Long.MAX_VALUE);
    }

    /**
     * Waits until it has ended, at most {@code seconds}; {@link #ready()} tells which.
     *
     * @param seconds the longest wait
     */
    public final void join(double seconds) {
        promise.await(Seconds.toNanos(seconds));
    }

    /**
     * Waits until it has ended, at most {@code limit}.
     *
     * @param limit the longest wait
     */
    public final void join(Duration limit) {
        join(Seconds.of(limit));
    }

    @Override
    public final boolean isCancelled() {
        return switch (promise.outcome()) {
            case Outcome.Failed<T>(Throwable exception) -> exception instanceof CancelledException;
            case Outcome.Done<T>(Object value) -> value instanceof GreenletExit;
            case null -> false;
        };
    }

    @Override
    public final boolean isDone() {
        return ready();
    }

    @Override
    public final Future.State state() {
        return switch (promise.outcome()) {
            case null -> Future.State.RUNNING;
            case Outcome.Done<T> _ -> isCancelled() ? Future.State.CANCELLED : Future.State.SUCCESS;
            case Outcome.Failed<T> _ -> isCancelled() ? Future.State.CANCELLED : Future.State.FAILED;
        };
    }

    @Override
    public final T resultNow() {
        if (state() != Future.State.SUCCESS) {
            throw new IllegalStateException(this + " has no value: wait for it with get()");
        }
        return promise.value();
    }

    @Override
    public final Throwable exceptionNow() {
        Throwable exception = state() == Future.State.FAILED ? exception() : null;
        if (exception == null) {
            throw new IllegalStateException(this + " has not failed");
        }
        return exception;
    }
}
