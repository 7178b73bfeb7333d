package greenloom;

import greenloom.internal.Coroutine;
import greenloom.internal.Scheduler;
import greenloom.internal.Sneaky;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs a generator's body on a stack of its own, so that it may yield from any depth of calls and block like any code. */
final class StackfulEngine implements GeneratorEngine, Yielder<@Nullable Object, @Nullable Object> {
    private final Bodies.Runner body;
    private final String reason;
    private final Coroutine coroutine;
    private final Standing standing = new Standing();

    /** Handed over by the hand-off, as are the fields below: what is sent, or the trace of whoever throws. */
    private @Nullable Object sent;

    private @Nullable Throwable thrown;

    /** What the body yields or returns, or what it fails with. */
    private @Nullable Object result;

    private Step step = Step.YIELDED;
    private @Nullable Generator<?, ?, ?> delegate;

    StackfulEngine(String name, Bodies.Runner body, String reason) {
        this.body = body;
        this.reason = reason;
        this.coroutine = new Coroutine(name, this::live);
    }

    /** The bottom of the body's stack: {@link Traces} looks for this name. */
    private void live() {
        try {
            sent = null;
            result = body.run(this);
            step = Step.RETURNED;
        } catch (Throwable e) {
            result = e;
            step = Step.FAILED;
        }
        standing.atRest = Standing.CLOSED;
    }

    @Override
    public Step resume(@Nullable Object toSend, @Nullable Throwable toThrow) {
        thrown = toThrow;
        sent = toThrow == null ? toSend : GeneratorExit.isOfClose(toThrow) ? null : Traces.here();
        coroutine.resume();
        return step;
    }

    @Override
    public @Nullable Object takeResult() {
        Object taken = result;
        result = null;
        return taken;
    }

    @Override
    public Standing standing() {
        return standing;
    }

    @Override
    public Generator.State state() {
        return standing.state();
    }

    @Override
    public boolean leaveChain() {
        return false;
    }

    @Override
    public @Nullable Generator<?, ?, ?> delegate() {
        return delegate;
    }

    @Override
    public @Nullable Scheduler loop() {
        return coroutine.loop();
    }

    @Override
    public String explain() {
        return "stackful: its body runs on a stack of its own (a virtual thread), and each value costs a switch to that stack and one back, because "
                + reason;
    }

    @Override
    public boolean isLeftUndone() {
        return true;
    }

    @Override
    public int line() {
        return 0;
    }

    @Override
    public @Nullable Object yield(@Nullable Object toYield) {
        ensureBody();
        result = toYield;
        step = Step.YIELDED;
        standing.atRest = Standing.SUSPENDED;
        coroutine.suspend();
        Object got = sent;
        sent = null;
        if (thrown != null) {
            throw raise(thrown, got);
        }
        return got;
    }

    @SuppressWarnings("unchecked") // Put there by throwInto.
    private RuntimeException raise(Throwable toThrow, @Nullable Object consumer) {
        thrown = null;
        if (consumer != null) {
            Traces.joinIn(toThrow, (List<StackTraceElement>) consumer);
        }
        return Sneaky.rethrow(toThrow);
    }

    @Override
    public <T extends @Nullable Object> T yieldFrom(
            Generator<? extends @Nullable Object, ? super @Nullable Object, T> inner) {
        ensureBody();
        Objects.requireNonNull(inner, "yieldFrom needs a generator to delegate to");
        Generator<?, ?, ?> outer = delegate;
        delegate = inner;
        try {
            return new Delegation<@Nullable Object, @Nullable Object, T>(this, inner).run();
        } finally {
            delegate = outer;
        }
    }

    private void ensureBody() {
        if (!coroutine.isCurrent()) {
            throw new IllegalStateException(coroutine.isDone()
                    ? "This generator's body has ended: its Yielder yields no more"
                    : "Only the running body of a generator may use its Yielder, and this is not it: to yield from other code, make it a generator "
                            + "and use yieldFrom(...)");
        }
    }
}
