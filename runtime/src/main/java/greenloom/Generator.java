package greenloom;

import greenloom.internal.Sneaky;
import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.Objects;
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
 * <p><em>Two ways to run a body.</em> One whose {@link Yielder} is used only to yield is compiled when its class is loaded: it is left at each yield
 * and entered there again. Notebooks do that; other programs need the option {@code -javaagent:greenloom-runtime.jar}. All other bodies are
 * stackful: each has a stack of its own. {@link #explain()} tells which and why. Both behave alike, but for this: a compiled body is code of its
 * consumer in every respect, with its thread, its {@code ThreadLocal}s, its {@code ScopedValue}s, and the locks it holds over a yield are its
 * consumer's. A stackful body has a thread of its own: {@code Thread.currentThread()} and what hangs on that, {@code ThreadLocal}s and the
 * owner of a {@code ReentrantLock}, are the body's, and {@code ScopedValue}s that the consumer has bound are not visible in it. Give such values to
 * the body through its lambda, or send them. A class initialiser that consumes a stackful body written in that same class waits for ever, as it
 * would for any other thread; a compiled body can as little wait there as the initialiser itself.
 *
 * <p><em>Dropped unfinished</em>, it costs nothing for ever, and its {@code finally} blocks run: at {@link #close()}, surely; where the loop that runs
 * it closes, if it began on a loop (a compiled one that waits in no {@code try} block has nothing to do then, and stays usable); and some time after nobody can reach it any more, on that loop, if memory gets tight before the program ends and
 * the body does not itself hold the generator. Only {@code close()}, which try-with-resources calls, says when.
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

    /** What {@link #advance()} answers when there is no next value. */
    static final Object ENDED = new Object();

    private final String name;
    private final GeneratorEngine engine;
    private final Standing standing;

    /** Written by whoever resumes, under the running state. */
    private @Nullable R returned;

    /** Written by whoever resumes, under the running state: set while the body waits at a yield. */
    private @Nullable Leftover leftover;

    private Generator(String name, GeneratorEngine engine) {
        this.name = name;
        this.engine = engine;
        this.standing = engine.standing();
    }

    /**
     * Makes a generator whose body returns a value.
     *
     * @param body what it runs
     * @return the generator, not begun
     * @throws NullPointerException if the body is null
     */
    public static <Y extends @Nullable Object, S extends @Nullable Object, R extends @Nullable Object> Generator<Y, S, R> returning(
            ReturningBody<Y, S, R> body) {
        return returning("generator", body);
    }

    /**
     * Makes a generator whose body returns a value.
     *
     * @param name its name, for people: it is what {@link #toString()} and thread dumps show
     * @param body what it runs
     * @return the generator, not begun
     * @throws NullPointerException if the name or the body is null
     */
    public static <Y extends @Nullable Object, S extends @Nullable Object, R extends @Nullable Object> Generator<Y, S, R> returning(
            String name, ReturningBody<Y, S, R> body) {
        Objects.requireNonNull(name, "The name of a generator may not be null: leave it out instead");
        Objects.requireNonNull(body, "A generator needs a body: Generator.returning(co -> { ...; return value; })");
        return new Generator<>(name, Bodies.engineOfReturning(name, body));
    }

    static <Y extends @Nullable Object, S extends @Nullable Object> Generator<Y, S, @Nullable Void> of(String name,
            Body<Y, S> body) {
        Objects.requireNonNull(body, "A generator needs a body: generator(co -> { ... })");
        Objects.requireNonNull(name, "The name of a generator may not be null: leave it out instead");
        return new Generator<>(name, Bodies.engineOf(name, body));
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Where it stands. {@code inspect.getgeneratorstate}. */
    public State state() {
        return engine.state();
    }

    /** Whom it delegates to by {@code yieldFrom}, or null; null as well while its body runs. {@code gi_yieldfrom}. */
    public @Nullable Generator<?, ?, ?> delegate() {
        return state() == State.SUSPENDED ? engine.delegate() : null;
    }

    /** How its body is run and why, in a sentence for people. */
    public String explain() {
        return "<Generator \"" + name + "\"> is " + engine.explain();
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
        return yielded(step(null, null));
    }

    /**
     * Makes {@code value} the value of the yield at which the body waits, and runs it to its next one. {@code g.send(value)}.
     *
     * @param value what to send; null is the same as {@link #next()}
     * @return what it yields
     * @throws StopIteration if it has ended
     * @throws IllegalStateException if it is running, or if it waits at no yield yet and the value is not null: it stays as it is
     */
    public Y send(S value) {
        if (value != null && standing.is(Standing.CREATED)) {
            throw new IllegalStateException(
                    "can't send non-null value to a just-started generator: no yield waits for it yet, so call next() first");
        }
        return yielded(step(value, null));
    }

    /**
     * Throws {@code exception} at the yield at which the body waits, and runs it to its next one. {@code g.throw(exception)}.
     *
     * @param exception what to throw; comes straight back if the body has not begun, which then never does, or has ended
     * @return what it yields
     * @throws StopIteration if it ends
     * @throws IllegalStateException if it is running
     */
    public Y throwInto(Throwable exception) {
        Objects.requireNonNull(exception, "throwInto needs an exception to throw");
        if (standing.change(Standing.CREATED, Standing.CLOSED)) {
            throw Sneaky.rethrow(failure(exception));
        }
        if (standing.is(Standing.CLOSED)) {
            throw Sneaky.rethrow(exception);
        }
        return yielded(step(null, exception));
    }

    /**
     * Throws a {@link GeneratorExit} at the yield at which the body waits, so that its {@code finally} blocks run; does nothing if it has not begun
     * or has ended. If the body catches that and returns, {@link #returnValue()} has the value, which Python's {@code g.close()} returns.
     *
     * @throws IllegalStateException if it is running, or if its body yields again: it then waits at that yield
     */
    @Override
    public void close() {
        if (isOver()) {
            return;
        }
        try {
            if (step(null, GeneratorExit.ofClose()) != ENDED) {
                throw ignoredExit();
            }
        } catch (GeneratorExit _) {
            // As it should: the body has let it pass.
        }
    }

    static IllegalStateException ignoredExit() {
        return new IllegalStateException(
                "generator ignored GeneratorExit: its body must not yield while it is being closed, so let that exception pass");
    }

    /** Whether its body has ended, or never begins from now on. */
    private boolean isOver() {
        return standing.change(Standing.CREATED, Standing.CLOSED) || standing.is(Standing.CLOSED);
    }

    /** For iteration, which needs no exception to end: the next value, or {@link #ENDED}. */
    @Nullable Object advance() {
        return standing.is(Standing.CLOSED) ? ENDED : step(null, null);
    }

    /** Resumes the body: answers what it yields, or {@link #ENDED}. */
    private @Nullable Object step(@Nullable Object sent, @Nullable Throwable thrown) {
        enter();
        try {
            GeneratorEngine.Step step = engine.resume(sent, thrown);
            Object result = engine.takeResult();
            if (step == GeneratorEngine.Step.YIELDED) {
                suspended();
                return result;
            }
            if (step == GeneratorEngine.Step.RETURNED) {
                hasReturned(result);
            }
            over();
            if (step == GeneratorEngine.Step.FAILED) {
                throw Sneaky.rethrow(failure((Throwable) Objects.requireNonNull(result, "a failed body has an error")));
            }
            return ENDED;
        } catch (StackOverflowError e) {
            // Whatever is called here may overflow again: so only assignments, and the state is one of those in any case.
            standing.now = standing.atRest;
            throw e;
        }
    }

    private void enter() {
        if (!tryEnter()) {
            throw standing.is(Standing.CLOSED)
                    ? new StopIteration(null)
                    : new IllegalStateException(
                            "generator already executing: it can be resumed only while it waits at a yield, so let one consumer at a time have it");
        }
    }

    private boolean tryEnter() {
        return standing.change(Standing.SUSPENDED, Standing.RUNNING)
                || standing.change(Standing.CREATED, Standing.RUNNING)
                || (engine.leaveChain() && standing.change(Standing.SUSPENDED, Standing.RUNNING));
    }

    /** For whoever delegates to this, to run its body as a part of its own: the engine, or null if that cannot be had or done. */
    @Nullable CompiledEngine take() {
        if (!(engine instanceof CompiledEngine compiled) || !tryEnter()) {
            return null;
        }
        try {
            forget();
        } catch (StackOverflowError e) {
            standing.now = standing.atRest;
            throw e;
        }
        return compiled;
    }

    /** The body has come back with its result. */
    @SuppressWarnings("unchecked") // The engine hands out what a Body<Y, S, R> returns.
    void hasReturned(@Nullable Object value) {
        returned = (R) value;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // As above; a generator of a nullable type may yield null.
    private Y yielded(@Nullable Object result) {
        if (result == ENDED) {
            throw new StopIteration(returned);
        }
        return (Y) result;
    }

    private void suspended() {
        try {
            settle();
            standing.rest();
        } finally {
            // Until here nobody may take it for dropped.
            Reference.reachabilityFence(this);
        }
    }

    /** Sees to what is to be done if nobody resumes it any more. */
    void settle() {
        if (leftover != null || engine.isLeftUndone()) {
            leftover = Leftover.settle(leftover, this, engine);
        }
    }

    private void over() {
        forget();
        standing.rest();
    }

    private void forget() {
        if (leftover != null) {
            leftover.discard();
            leftover = null;
        }
    }

    /** What the consumer of a body that fails with {@code error} gets. */
    static Throwable failure(Throwable error) {
        if (GeneratorExit.isOfClose(error)) {
            return error;
        }
        Traces.joinOut(error);
        // PEP 479: a StopIteration that leaks out of a body would look like its end.
        return error instanceof StopIteration
                ? new IllegalStateException(
                        "generator raised StopIteration: to end a generator return from its body, and catch what next() throws there",
                        error)
                : error;
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
        Generator<?, ?, ?> inner = delegate();
        State now = state();
        int line = now == State.SUSPENDED ? engine.line() : 0;
        return "<Generator \"" + name + "\" " + now + (line == 0 ? "" : " at line " + line)
                + (inner == null ? "" : ", delegating to \"" + inner.name + "\"") + ">";
    }
}
