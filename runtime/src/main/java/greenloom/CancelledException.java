package greenloom;

import greenloom.internal.Seconds;
import greenloom.internal.Strand;
import java.util.Locale;

/** A wait or a greenlet was cancelled; tells by whom, why and when. {@code asyncio.CancelledError}. */
public final class CancelledException extends AsyncException {
    private final String source;
    private final String reason;
    private final double when;

    /**
     * Makes one, for those who throw it themselves.
     *
     * @param source who or what cancelled
     * @param reason why, or what was cancelled
     */
    public CancelledException(String source, String reason) {
        this(source, reason, Double.NaN);
    }

    private CancelledException(String source, String reason, double when) {
        super("", null);
        this.source = source;
        this.reason = reason;
        this.when = when;
    }

    /** One that the current greenlet or thread throws at {@code target}. */
    static CancelledException of(Strand target, String reason) {
        Strand self = Strand.current();
        String source = self == null ? "thread \"" + Thread.currentThread().getName() + "\""
                : "greenlet \"" + ((Greenlet<?>) self.owner()).name() + "\"";
        return new CancelledException(source, reason, Seconds.of(target.scheduler().nanos()));
    }

    /** Put together only when it is asked for: thousands may be cancelled at once, and few look at what they get. */
    @Override
    public String getMessage() {
        return "cancelled by " + source + (Double.isNaN(when) ? "" : String.format(Locale.ROOT, " at %.3f s", when))
                + ": " + reason;
    }

    /** Who or what cancelled: a greenlet, a thread, a loop. */
    public String source() {
        return source;
    }

    /** Why, or what was cancelled. */
    public String reason() {
        return reason;
    }

    /** When it was cancelled, in seconds of its loop's time; NaN if that was nobody's loop. */
    public double when() {
        return when;
    }
}
