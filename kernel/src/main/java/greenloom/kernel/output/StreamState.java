package greenloom.kernel.output;

import java.util.concurrent.TimeUnit;

/** One stream of one cell. */
final class StreamState {
    /** How long a stream is quiet after it sent something: what is written meanwhile goes out together. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    final Utf8 utf8 = new Utf8(); // the output thread's
    boolean endsInLine; // the output thread's: whether the text sent so far ends within a line
    private long quietUntil; // the output thread's; meaningful while cooling

    /**
     * Whether text went out so recently that the output thread will look here again anyway, so that a writer need not
     * wake it. Written by the output thread, read by writers.
     */
    private volatile boolean cooling;

    boolean isCooling() {
        return cooling;
    }

    void sent(long now) {
        quietUntil = now + QUIET_NANOS;
        cooling = true;
    }

    /** When text written now may go out. */
    long dueFor(long now) {
        return cooling ? quietUntil : now;
    }

    /** Ends the quiet time if it is over; whether it is. */
    boolean warmUp(long now) {
        if (cooling && now - quietUntil >= 0) {
            cooling = false;
        }
        return !cooling;
    }

    long nanosToEnd(long now) {
        return cooling ? quietUntil - now : Long.MAX_VALUE;
    }
}
