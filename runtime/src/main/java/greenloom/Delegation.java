package greenloom;

import org.jspecify.annotations.Nullable;

/** One {@code yieldFrom}: PEP 380's loop, which passes what the consumer sends, throws and closes on to the inner generator. */
final class Delegation<Y extends @Nullable Object, S extends @Nullable Object, R extends @Nullable Object> {
    private final Yielder<Y, S> outer;
    private final Generator<? extends Y, ? super S, R> inner;

    Delegation(Yielder<Y, S> outer, Generator<? extends Y, ? super S, R> inner) {
        this.outer = outer;
        this.inner = inner;
    }

    R run() {
        try {
            for (Y value = inner.next();;) {
                value = pass(value);
            }
        } catch (StopIteration end) {
            return inner.resultOf(end);
        }
    }

    /** Yields {@code value} outside and answers what the inner generator makes of the consumer's reply. */
    private Y pass(Y value) {
        S sent;
        try {
            sent = outer.yield(value);
        } catch (Throwable thrown) {
            return step(inner, null, thrown);
        }
        return step(inner, sent, null);
    }

    /** Passes on what the consumer sends or throws: answers what {@code inner} yields then. */
    static <Y extends @Nullable Object, S extends @Nullable Object> Y step(Generator<? extends Y, ? super S, ?> inner,
            @Nullable S sent, @Nullable Throwable thrown) {
        if (thrown instanceof GeneratorExit exit) {
            inner.close();
            throw exit;
        }
        if (thrown != null) {
            return inner.throwInto(thrown);
        }
        return sent == null ? inner.next() : inner.send(sent);
    }
}
