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
        } catch (GeneratorExit exit) {
            inner.close();
            throw exit;
        } catch (Throwable thrown) {
            return inner.throwInto(thrown);
        }
        return resume(sent);
    }

    private Y resume(@Nullable S sent) {
        return sent == null ? inner.next() : inner.send(sent);
    }
}
