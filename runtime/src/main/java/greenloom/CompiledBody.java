package greenloom;

import greenloom.GeneratorEngine.Step;
import greenloom.internal.woven.Frame;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A compiled body and its frame: a call that returns at each yield and goes on there when it is made again. */
abstract class CompiledBody extends Frame implements Yielder<@Nullable Object, @Nullable Object> {
    /** The body, as one of the two. */
    private final Generator.@Nullable Body<@Nullable Object, @Nullable Object> body;

    private final Generator.@Nullable ReturningBody<@Nullable Object, @Nullable Object, @Nullable Object> returningBody;

    final Standing standing = new Standing();

    /** How the body came back last; null if it is to be run with what it was given already. */
    @Nullable Step came = Step.YIELDED;

    /** What is thrown in comes from the inner generator, not from the consumer. */
    boolean innerFailed;

    CompiledBody(Generator.@Nullable Body<@Nullable Object, @Nullable Object> body,
            Generator.@Nullable ReturningBody<@Nullable Object, @Nullable Object, @Nullable Object> returningBody) {
        this.body = body;
        this.returningBody = returningBody;
    }

    /**
     * Runs the body until it yields or ends; {@link #came} tells which.
     *
     * @throws StackOverflowError if there is no stack for it, and it has not noticed
     */
    final void run() {
        try {
            Object result = call();
            if (label != RUNNING) {
                standing.atRest = Standing.SUSPENDED;
                came = Step.YIELDED;
                return;
            }
            came = Step.RETURNED;
            passed = result;
        } catch (Throwable e) {
            if (label != RUNNING && e instanceof StackOverflowError overflow) {
                throw overflow;
            }
            came = Step.FAILED;
            passed = e;
            label = RUNNING;
        }
        standing.atRest = Standing.CLOSED;
        forget();
    }

    /** Whether it waits for what its consumer gives. */
    final boolean isAtYield() {
        return came == Step.YIELDED && !delegates;
    }

    /** The bottom of the body's frames on the consumer's stack: {@link Traces} looks for this name. */
    private @Nullable Object call() throws Exception {
        if (body != null) {
            body.run(this);
            return null;
        }
        return Objects.requireNonNull(returningBody).run(this);
    }

    @Override
    protected final Throwable thrownIn(Throwable toThrow) {
        if (!GeneratorExit.isOfClose(toThrow)) {
            Traces.joinIn(toThrow, innerFailed);
        }
        innerFailed = false;
        return toThrow;
    }

    @Override
    public final @Nullable Object yield(@Nullable Object value) {
        throw notTheBody();
    }

    @Override
    public final <R extends @Nullable Object> R yieldFrom(
            Generator<? extends @Nullable Object, ? super @Nullable Object, R> generator) {
        throw notTheBody();
    }

    private static IllegalStateException notTheBody() {
        return new IllegalStateException("Only the code of a compiled body itself may use its Yielder");
    }
}
