package greenloom;

/** A wait or a greenlet was cancelled; tells by whom and why. {@code asyncio.CancelledError}. */
public final class CancelledException extends AsyncException {
    private final String source;
    private final String reason;

    /**
     * Makes one.
     *
     * @param source who or what cancelled
     * @param reason why, or what was cancelled
     */
    public CancelledException(String source, String reason) {
        super("cancelled by " + source + ": " + reason, null);
        this.source = source;
        this.reason = reason;
    }

    /** Who or what cancelled. */
    public String source() {
        return source;
    }

    /** Why, or what was cancelled. */
    public String reason() {
        return reason;
    }
}
