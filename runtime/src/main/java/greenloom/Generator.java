package greenloom;

import greenloom.internal.Sneaky;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A body that hands out values one at a time and can be sent values, exceptions and its end in between. Python's generator, edge for edge.
 *
 * <p>Made by {@link Async#generator} or {@link #returning}. Nothing runs before the first {@link #next()}. While its body runs it does so on behalf
 * of the consumer: the current greenlet, the cell of its output and its cancellation are the consumer's; it may block, await and sleep. It may be
 * resumed by one thread or greenlet after the other, never by two at once.
 *
 * @param <Y> what it yields
 * @param <S> what it is sent
 * @param <R> what its body returns
 */
public final class Generator<Y extends @Nullable Object, S extends @Nullable Object, R extends @Nullable Object>
        implements Iterable<Y>, AutoCloseable {
    /** Where a generator stands. CREATED → RUNNING ⇄ SUSPENDED; RUNNING → CLOSED; CREATED → CLOSED by close or throwInto. */
    public enum State {
        /** Its body has not begun. {@code GEN_CREATED}. */
        CREATED,
        /** Its body runs now, or waits for something on behalf of its consumer. {@code GEN_RUNNING}. */
        RUNNING,
        /** Its body waits at a yield. {@code GEN_SUSPENDED}. */
        SUSPENDED,
        /** Its body has ended, or never will begin. {@code GEN_CLOSED}. */
        CLOSED
    }

    /** A body without a result. */
    @FunctionalInterface
    public interface Body<Y extends @Nullable Object, S extends @Nullable Object> {
        /**
         * Runs the body.
         *
         * @param co what to yield with
         */
        void run(Yielder<Y, S> co) throws Exception;
    }

    /** A body with a result. */
    @FunctionalInterface
    public interface ReturningBody<Y extends @Nullable Object, S extends @Nullable Object, R extends @Nullable Object> {
        /**
         * Runs the body.
         *
         * @param co what to yield with
         * @return what {@link StopIteration#value()} and {@code yieldFrom} give
         */
        R run(Yielder<Y, S> co) throws Exception;
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.CREATED);
    private final String name;
    private final GeneratorEngine engine;

    /** Written by whoever resumes, under the running state. */
    private @Nullable R returned;

    private Generator(String name, ReturningBody<Y, S, R> body) {
        this.name = name;
        this.engine = new StackfulEngine<>(name, body);
    }

    /**
     * Makes a generator whose body returns a value.
     *
     * @param body what it runs
     * @return the generator, not begun
     */
    public static <Y extends @Nullable Object, S extends @Nullable Object, R extends @Nullable Object> Generator<Y, S, R> returning(
            ReturningBody<Y, S, R> body) {
        return new Generator<>("generator",
                Objects.requireNonNull(body, "A generator needs a body: generator(co -> { ... })"));
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Where it stands. {@code inspect.getgeneratorstate}. */
    public State state() {
        return state.get();
    }

    /** Whom it delegates to by {@code yieldFrom} now, or null. {@code gi_yieldfrom}. */
    public @Nullable Generator<?, ?, ?> delegate() {
        return engine.delegate();
    }

    /**
     * What its body returned.
     *
     * @return the value; null if it has not ended, failed, was closed, or returned nothing
     */
    public @Nullable R returnValue() {
        return returned;
    }

    /**
     * Runs the body to its next yield. {@code next(g)}.
     *
     * @return what it yields
     * @throws StopIteration if it has ended
     * @throws IllegalStateException if it is running
     */
    public Y next() {
        enter();
        return finish(engine.send(null));
    }

    /**
     * Makes {@code value} the value of the yield at which the body waits, and runs it to its next one. {@code g.send(value)}.
     *
     * @param value what to send; null is the same as {@link #next()}
     * @return what it yields
     * @throws StopIteration if it has ended
     * @throws IllegalStateException if it is running, or if it waits at no yield yet and the value is not null
     */
    public Y send(S value) {
        if (value != null && state.get() == State.CREATED) {
            throw new IllegalStateException("can't send non-null value to a just-started generator: call next() first");
        }
        enter();
        return finish(engine.send(value));
    }

    /**
     * Throws {@code exception} at the yield at which the body waits, and runs it to its next one. {@code g.throw(exception)}.
     *
     * @param exception what to throw; comes straight back if the body has not begun or has ended
     * @return what it yields
     * @throws StopIteration if it ends
     * @throws IllegalStateException if it is running
     */
    public Y throwInto(Throwable exception) {
        Objects.requireNonNull(exception, "throwInto needs an exception");
        if (state.compareAndSet(State.CREATED, State.CLOSED) || state.get() == State.CLOSED) {
            throw Sneaky.rethrow(exception);
        }
        enter();
        return finish(engine.throwInto(exception));
    }

    /**
     * Throws a {@link GeneratorExit} at the yield at which the body waits, so that its {@code finally} blocks run; does nothing if it has not begun
     * or has ended. {@code g.close()}.
     *
     * @throws IllegalStateException if it is running, or if its body yields again
     */
    @Override
    public void close() {
        if (state.compareAndSet(State.CREATED, State.CLOSED) || state.get() == State.CLOSED) {
            return;
        }
        enter();
        switch (engine.throwInto(new GeneratorExit())) {
            case YIELDED -> {
                engine.takeValue();
                state.setRelease(State.SUSPENDED);
                throw new IllegalStateException(
                        "generator ignored GeneratorExit: its body must not yield while it is being closed");
            }
            case RETURNED -> endWith(engine.takeValue());
            case FAILED -> {
                state.set(State.CLOSED);
                Throwable error = engine.takeError();
                if (!(error instanceof GeneratorExit)) {
                    throw failure(error);
                }
            }
        }
    }

    private void enter() {
        if (!state.compareAndSet(State.SUSPENDED, State.RUNNING)
                && !state.compareAndSet(State.CREATED, State.RUNNING)) {
            throw state.get() == State.CLOSED
                    ? new StopIteration(null)
                    : new IllegalStateException(
                            "generator already executing: it can be resumed only while it waits at a yield");
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // The engine hands out what a Body<Y, S, R> yields and returns, null included.
    private Y finish(GeneratorEngine.Step step) {
        return switch (step) {
            case YIELDED -> {
                Object value = engine.takeValue();
                state.setRelease(State.SUSPENDED);
                yield (Y) value;
            }
            case RETURNED -> {
                Object value = engine.takeValue();
                endWith(value);
                throw new StopIteration(value);
            }
            case FAILED -> {
                state.set(State.CLOSED);
                throw failure(engine.takeError());
            }
        };
    }

    @SuppressWarnings("unchecked") // As in finish.
    private void endWith(@Nullable Object value) {
        returned = (R) value;
        state.set(State.CLOSED);
    }

    /** PEP 479: a StopIteration that leaks out of a body would look like its end. */
    private static RuntimeException failure(Throwable error) {
        return error instanceof StopIteration
                ? new IllegalStateException("generator raised StopIteration", error)
                : Sneaky.rethrow(error);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // Thrown by this generator, so it carries what its body returned.
    R resultOf(StopIteration end) {
        return (R) end.value();
    }

    /** Runs through the values that are left; what the body returns is in {@link #returnValue()}. */
    @Override
    public Iterator<Y> iterator() {
        return new GeneratorIterator<>(this);
    }

    /** The values that are left, as a sequential stream; closing it closes the generator. */
    public Stream<Y> stream() {
        return StreamSupport.stream(spliterator(), false).onClose(this::close);
    }

    @Override
    public String toString() {
        return "<Generator \"" + name + "\" " + state.get() + ">";
    }
}
