package greenloom.internal;

import java.time.Duration;

/** Times as users give them, in the nanoseconds that the scheduler counts in. */
public final class Seconds {
    private static final double NANOS_PER_SECOND = 1e9;

    private Seconds() {}

    /**
     * Converts seconds; what is too long to count is for ever ({@link Long#MAX_VALUE}), negative times are over at once.
     *
     * @throws IllegalArgumentException if {@code seconds} is not a number
     */
    public static long toNanos(double seconds) {
        if (Double.isNaN(seconds)) {
            throw new IllegalArgumentException("A time in seconds must be a number, not NaN");
        }
        return (long) (seconds * NANOS_PER_SECOND);
    }

    /**
     * Hands back {@code seconds} if time may move by them.
     *
     * @throws IllegalArgumentException if they are negative or not a number
     */
    public static double notBackwards(double seconds) {
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException("Time does not go back: " + seconds + " s");
        }
        return seconds;
    }

    /** Converts nanoseconds to seconds. */
    public static double of(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }

    /** Converts a duration to seconds. */
    public static double of(Duration duration) {
        return duration.getSeconds() + duration.getNano() / NANOS_PER_SECOND;
    }
}
