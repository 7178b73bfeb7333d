package greenloom.internal;

/** Throws any exception as it is: greenlets and generators hand on what their bodies threw, checked or not, unwrapped as Python does. */
public final class Sneaky {
    private Sneaky() {}

    /**
     * Throws {@code e}; declared to return so that callers can write {@code throw Sneaky.rethrow(e)}.
     *
     * @param e what to throw
     * @return never
     */
    public static RuntimeException rethrow(Throwable e) {
        return Sneaky.<RuntimeException>cast(e);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException cast(Throwable e) throws E {
        throw (E) e;
    }
}
