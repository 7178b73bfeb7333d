package greenloom.kernel.session;

import com.google.gson.JsonElement;
import greenloom.kernel.wire.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells which requests a client sent before it could know that an earlier one had failed: those that are aborted, also if
 * they were still on their way when it failed.
 *
 * <p>It needs no common clock. The client dated the failed request, which took the kernel a known time; what the same
 * client dated less than that time later, it sent without having seen the answer.
 *
 * @param session the client's session
 * @param until what it dated before this was sent without knowing
 * @param failedNanos when the request failed, as {@link System#nanoTime}
 */
record Cutoff(String session, Instant until, long failedNanos) {
    // Browsers date in whole milliseconds.
    private static final Duration RESOLUTION = Duration.ofMillis(2);

    // Nothing is on its way for longer, and a client that dates all it sends alike must not be locked out.
    private static final Duration ON_THE_WAY = Duration.ofSeconds(2);

    /** The cutoff that a request sets which fails now; none where it is not dated. */
    static Optional<Cutoff> of(Request failed) {
        long now = System.nanoTime();
        Duration taken = Duration.ofNanos(now - failed.arrivedNanos()).minus(RESOLUTION);
        return date(failed.message()).map(sent -> new Cutoff(session(failed.message()), sent.plus(taken), now));
    }

    boolean covers(Request request) {
        return session.equals(session(request.message()))
                && request.arrivedNanos() - failedNanos < ON_THE_WAY.toNanos()
                && date(request.message()).filter(sent -> sent.isBefore(until)).isPresent();
    }

    private static String session(Message message) {
        return text(message.header().get("session"));
    }

    private static Optional<Instant> date(Message message) {
        try {
            return Optional.of(OffsetDateTime.parse(text(message.header().get("date"))).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String text(@Nullable JsonElement element) {
        return element != null && element.isJsonPrimitive() ? element.getAsString() : "";
    }
}
