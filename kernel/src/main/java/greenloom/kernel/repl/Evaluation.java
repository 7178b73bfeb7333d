package greenloom.kernel.repl;

import org.jspecify.annotations.Nullable;

/** One piece being evaluated: what JShell's callbacks, which come on the same thread, are to do and what they found. */
final class Evaluation {
    static final ScopedValue<Evaluation> CURRENT = ScopedValue.newInstance();

    private final Piece piece;
    private final Foreground foreground;
    private @Nullable Object value;
    private @Nullable Throwable thrown;

    Evaluation(Piece piece, Foreground foreground) {
        this.piece = piece;
        this.foreground = foreground;
    }

    Piece piece() {
        return piece;
    }

    Foreground foreground() {
        return foreground;
    }

    /** What the snippet's method returned. */
    @Nullable Object value() {
        return value;
    }

    void returned(@Nullable Object result) {
        value = result;
    }

    /** What the snippet threw, or what went wrong on the way to it. */
    @Nullable Throwable thrown() {
        return thrown;
    }

    void threw(Throwable error) {
        thrown = error;
    }
}
