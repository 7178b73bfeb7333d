package greenloom;

import greenloom.internal.Scheduler;
import greenloom.internal.Strand;
import greenloom.internal.woven.Frame;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a generator's body as a call that returns at each yield and goes on there when it is made again: the weaver has compiled the body to that. It
 * needs no stack of its own and no hand-off, and its code is the consumer's in every respect.
 */
final class CompiledEngine extends Frame implements GeneratorEngine, Yielder<@Nullable Object, @Nullable Object> {
    /** The body, as one of the two. */
    private final Generator.@Nullable Body<@Nullable Object, @Nullable Object> body;

    private final Generator.@Nullable ReturningBody<@Nullable Object, @Nullable Object, @Nullable Object> returningBody;

    private final Standing standing = new Standing();

    /** Whom the body delegates to, while it does. */
    private @Nullable Generator<@Nullable Object, @Nullable Object, ?> inner;

    /** What is thrown in comes from the inner generator, not from the consumer. */
    private boolean innerFailed;

    CompiledEngine(Generator.@Nullable Body<@Nullable Object, @Nullable Object> body,
            Generator.@Nullable ReturningBody<@Nullable Object, @Nullable Object, @Nullable Object> returningBody) {
        this.body = body;
        this.returningBody = returningBody;
    }

    @Override
    public Step resume(@Nullable Object sent, @Nullable Throwable toThrow) {
        if (inner != null) {
            return fromInner(sent, toThrow);
        }
        passed = sent;
        thrown = toThrow;
        return goOn();
    }

    /** Runs the body until it yields or ends. */
    private Step goOn() {
        Step step = run();
        while (step == Step.YIELDED && delegates) {
            delegates = false;
            step = beginDelegation();
        }
        return step;
    }

    private Step run() {
        Object result;
        Step step;
        try {
            result = call();
            if (label != RUNNING) {
                standing.atRest = Standing.SUSPENDED;
                return Step.YIELDED;
            }
            step = Step.RETURNED;
        } catch (Throwable e) {
            if (label != RUNNING && e instanceof StackOverflowError overflow) {
                // The body has not noticed.
                thrown = null;
                throw overflow;
            }
            result = e;
            step = Step.FAILED;
        }
        standing.atRest = Standing.CLOSED;
        label = RUNNING;
        clear();
        passed = result;
        return step;
    }

    /** The bottom of the body's frames on the consumer's stack: {@link Traces} looks for this name. */
    private @Nullable Object call() throws Exception {
        if (body != null) {
            body.run(this);
            return null;
        }
        return Objects.requireNonNull(returningBody).run(this);
    }

    @SuppressWarnings("unchecked") // What a body may delegate to, Yielder.yieldFrom says.
    private Step beginDelegation() {
        var generator = (Generator<@Nullable Object, @Nullable Object, ?>) passed;
        passed = null;
        if (generator == null) {
            thrown = new NullPointerException("yieldFrom needs a generator to delegate to");
            return run();
        }
        inner = generator;
        return fromInner(null, null);
    }

    /** What the consumer gives goes to the inner generator; where that one ends, the body goes on. */
    private Step fromInner(@Nullable Object sent, @Nullable Throwable toThrow) {
        var generator = Objects.requireNonNull(inner);
        try {
            passed = Delegation.step(generator, sent, toThrow);
            return Step.YIELDED;
        } catch (StopIteration end) {
            passed = end.value();
        } catch (Throwable e) {
            thrown = e;
            innerFailed = e != toThrow;
        }
        inner = null;
        return goOn();
    }

    @Override
    protected Throwable thrownIn(Throwable toThrow) {
        if (!(toThrow instanceof GeneratorExit exit && exit.isOfClose())) {
            Traces.joinIn(toThrow, innerFailed);
        }
        innerFailed = false;
        return toThrow;
    }

    @Override
    public @Nullable Object takeResult() {
        Object taken = passed;
        passed = null;
        return taken;
    }

    @Override
    public Standing standing() {
        return standing;
    }

    @Override
    public @Nullable Generator<?, ?, ?> delegate() {
        return inner;
    }

    @Override
    public boolean isLeftUndone() {
        return isInTry;
    }

    @Override
    public @Nullable Scheduler loop() {
        Strand current = Strand.current();
        return current == null ? null : current.scheduler();
    }

    @Override
    public int line() {
        return line;
    }

    @Override
    public String explain() {
        return "compiled: its body is left at each yield and entered there again, so a value costs little more than a call";
    }

    @Override
    public @Nullable Object yield(@Nullable Object value) {
        throw notTheBody();
    }

    @Override
    public <R extends @Nullable Object> R yieldFrom(
            Generator<? extends @Nullable Object, ? super @Nullable Object, R> generator) {
        throw notTheBody();
    }

    private static IllegalStateException notTheBody() {
        return new IllegalStateException("Only the code of a compiled body itself may use its Yielder");
    }
}
