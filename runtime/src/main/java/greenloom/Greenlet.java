package greenloom;

import greenloom.internal.Seconds;
import greenloom.internal.Strand;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of code with a stack of its own that runs on an event loop and gives way to others whenever it waits. {@code gevent.Greenlet} and
 * {@code asyncio.Task} in one.
 *
 * <p>Made by {@link Async#spawn}, or by subclassing and {@link #start()}. It goes through gevent's states: made, started, running, ended with a
 * value, ended with an exception. Its methods may be called by any thread.
 *
 * @param <T> its value
 */
public non-sealed class Greenlet<T extends @Nullable Object> implements Awaitable<T>, Future<T> {
    /** States: NEW → STARTED → ENDED, and NEW → ENDED if it is killed before it is started. */
    private enum State {
        NEW,
        STARTED,
        ENDED
    }

    private final Promise<T> promise = new Promise<>(this);
    private final EventLoop loop;
    private final String name;
    private final @Nullable Callable<? extends T> body;
    private final Strand strand;

    /** Written on the loop, or before it is started; read by any thread. */
    private volatile State state = State.NEW;

    /** For subclasses, which say in {@link #run()} what to do; runs on the current loop once started. */
    protected Greenlet() {
        this(EventLoop.current(), null, null);
    }

    @SuppressWarnings("this-escape") // The strand only keeps the reference until it is started.
    Greenlet(EventLoop loop, @Nullable String name, @Nullable Callable<? extends T> body) {
        this.loop = loop;
        this.name = name == null ? loop.nextName() : name;
        this.body = body;
        this.strand = new Strand(loop.scheduler(), this, this.name, this::live);
    }

    /**
     * What a subclass does.
     *
     * @return its value
     * @throws Exception anything; it becomes the greenlet's exception
     */
    protected T run() throws Exception {
        if (body == null) {
            throw new UnsupportedOperationException(
                    this + " has nothing to do: override run() or give spawn(...) a body");
        }
        return body.call();
    }

    /** Lets it run at the loop's next turn; does nothing if it was started or killed before. */
    public final void start() {
        if (state == State.NEW) {
            state = State.STARTED;
            strand.start();
        }
    }

    private void live() {
        Outcome<T> outcome;
        try {
            strand.deliveries().throwPending();
            outcome = new Outcome.Done<>(run());
        } catch (Throwable e) {
            outcome = failure(strand.deliveries().translate(e));
        }
        end(outcome);
    }

    @SuppressWarnings("unchecked") // As in gevent, a killed greenlet's value is the exit; get() does not hand it out.
    private static <T extends @Nullable Object> Outcome<T> failure(Throwable exception) {
        return exception instanceof GreenletExit ? new Outcome.Done<>((T) exception) : new Outcome.Failed<>(exception);
    }

    private void end(Outcome<T> outcome) {
        state = State.ENDED;
        boolean observed = promise.isObserved();
        promise.complete(outcome);
        if (outcome instanceof Outcome.Failed<T>(Throwable exception) && !observed) {
            loop.uncaught(this, exception);
        }
    }

    Promise<T> promise() {
        return promise;
    }

    Strand strand() {
        return strand;
    }

    /** Its name: as given, or {@code Greenlet-N}. */
    public final String name() {
        return name;
    }

    /** The loop that it runs on. */
    public final EventLoop loop() {
        return loop;
    }

    /** Whether it was started and has not ended. */
    public final boolean started() {
        return state == State.STARTED;
    }

    @Override
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
        return promise.outcome() instanceof Outcome.Failed<T>(Throwable exception) ? exception : null;
    }

    /**
     * Waits for its value.
     *
     * @return the value
     * @throws CancelledException if it was killed and so has none; anything that it failed with is thrown as it is
     */
    @Override
    public final T get() {
        promise.await(Long.MAX_VALUE);
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
        if (!promise.await(Seconds.toNanos(seconds))) {
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
        if (!promise.await(unit.toNanos(timeout))) {
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

    /** Ends it with a {@link GreenletExit} at its next waiting point and waits until it has ended; harmless if it has ended already. */
    public final void kill() {
        kill(new GreenletExit("killed"));
    }

    /**
     * Throws {@code exception} into it at its next waiting point and waits until it has ended.
     *
     * @param exception what it gets
     */
    public final void kill(Throwable exception) {
        throwInto(exception);
        if (Strand.self() == strand) {
            strand.deliveries().throwPending();
        }
        join();
    }

    /**
     * Throws {@code exception} into it at its next waiting point, without waiting. A greenlet that waits in a blocking JDK call is interrupted;
     * one that has not begun never will. Any thread.
     *
     * @param exception what it gets
     * @return false if it has ended already
     */
    public final boolean throwInto(Throwable exception) {
        if (state == State.NEW) {
            end(failure(exception));
            return true;
        }
        return strand.deliveries().deliver(exception);
    }

    /**
     * Asks it to end by a {@link CancelledException}, without waiting.
     *
     * @return false if it has ended already
     */
    public final boolean cancel() {
        return throwInto(new CancelledException("cancel()", "greenlet " + name));
    }

    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        return cancel();
    }

    @Override
    public final boolean isCancelled() {
        return exception() instanceof CancelledException || value() instanceof GreenletExit;
    }

    @Override
    public final boolean isDone() {
        return ready();
    }

    /**
     * Has {@code callback} called once, with this, when it has ended, or soon if it has: on a new greenlet of the caller's loop, or by the
     * greenlet's own thread if the caller is on no loop.
     *
     * @param callback what to call
     */
    public final void link(Consumer<? super Greenlet<T>> callback) {
        promise.onReady(Links.of(() -> callback.accept(this)));
    }

    @Override
    public String toString() {
        return "<" + (getClass() == Greenlet.class ? "Greenlet" : getClass().getSimpleName()) + " \"" + name + "\" "
                + condition() + ">";
    }

    private String condition() {
        return switch (promise.outcome()) {
            case null -> state == State.NEW ? "not started" : "pending";
            case Outcome.Done<T>(Object value) -> value instanceof GreenletExit ? "killed" : "value=" + value;
            case Outcome.Failed<T>(Throwable exception) -> "failed with " + exception;
        };
    }
}
