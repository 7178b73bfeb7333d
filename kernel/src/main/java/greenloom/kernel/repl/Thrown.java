package greenloom.kernel.repl;

import org.jspecify.annotations.Nullable;

/** Exceptions of user code, which may be of any kind. */
final class Thrown {
    private Thrown() {}

    /** Throws {@code error} as it is, declared or not. Never returns; {@code throw} it for the compiler's sake. */
    static RuntimeException sneaky(@Nullable Throwable error) {
        throw Thrown.<RuntimeException>as(
                error == null ? new IllegalStateException("An exception without its cause") : error);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T as(Throwable error) throws T {
        throw (T) error;
    }
}
