package greenloom;

import greenloom.internal.Coroutine;
import greenloom.internal.Sneaky;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs a generator's body on a stack of its own, so that it may yield from any depth of calls and block like any code. */
final class StackfulEngine<Y extends @Nullable Object, S extends @Nullable Object, R extends @Nullable Object>
        implements GeneratorEngine, Yielder<Y, S> {
    private final Generator.ReturningBody<Y, S, R> body;
    private final Coroutine coroutine;

    /** Handed over by the hand-off, as are the fields below. */
    private @Nullable Object sent;

    private @Nullable Throwable thrown;
    private @Nullable Object value;
    private @Nullable Throwable error;
    private Step step = Step.YIELDED;
    private @Nullable Generator<?, ?, ?> delegate;

    StackfulEngine(String name, Generator.ReturningBody<Y, S, R> body) {
        this.body = body;
        this.coroutine = new Coroutine(name, this::live);
    }

    private void live() {
        try {
            value = body.run(this);
            step = Step.RETURNED;
        } catch (Throwable e) {
            error = e;
            step = Step.FAILED;
        }
    }

    @Override
    public Step send(@Nullable Object toSend) {
        sent = toSend;
        coroutine.resume();
        return step;
    }

    @Override
    public Step throwInto(Throwable toThrow) {
        thrown = toThrow;
        coroutine.resume();
        return step;
    }

    @Override
    public @Nullable Object takeValue() {
        Object taken = value;
        value = null;
        return taken;
    }

    @Override
    public Throwable takeError() {
        Throwable taken = Objects.requireNonNull(error, "a failed body has an error");
        error = null;
        return taken;
    }

    @Override
    public @Nullable Generator<?, ?, ?> delegate() {
        return delegate;
    }

    @Override
    @SuppressWarnings("unchecked") // Only Generator<Y, S, R>.send puts something there.
    public @Nullable S yield(Y toYield) {
        ensureBody();
        value = toYield;
        step = Step.YIELDED;
        coroutine.suspend();
        Throwable toThrow = thrown;
        if (toThrow != null) {
            thrown = null;
            throw Sneaky.rethrow(toThrow);
        }
        S got = (S) sent;
        sent = null;
        return got;
    }

    @Override
    public <T extends @Nullable Object> T yieldFrom(Generator<? extends Y, ? super S, T> inner) {
        ensureBody();
        Objects.requireNonNull(inner, "yieldFrom needs a generator to delegate to");
        delegate = inner;
        try {
            return new Delegation<Y, S, T>(this, inner).run();
        } finally {
            delegate = null;
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
