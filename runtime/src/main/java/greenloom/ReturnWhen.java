package greenloom;

/** When {@link Async#waitOn} returns. {@code asyncio.wait}'s {@code return_when}. */
public enum ReturnWhen {
    /** When one has ended, however. */
    FIRST_COMPLETED,
    /** When one has failed or was cancelled, or all have ended. */
    FIRST_EXCEPTION,
    /** When all have ended. */
    ALL_COMPLETED
}
