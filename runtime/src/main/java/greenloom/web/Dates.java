package greenloom.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/** Dates as HTTP writes them. */
final class Dates {
    private static final int MILLIS_PER_SECOND = 1000;
    private static final DateTimeFormatter FORMAT = DateTimeFormatter
            .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private record Stamp(long second, HttpField field) {}

    private static volatile Stamp latest = new Stamp(-1, new HttpField(HttpHeader.DATE, ""));

    private Dates() {}

    /** The field that says when a response was made, encoded once a second. */
    static HttpField now() {
        long second = System.currentTimeMillis() / MILLIS_PER_SECOND;
        Stamp stamp = latest;
        if (stamp.second != second) {
            stamp = new Stamp(second, new PreEncodedHttpField(HttpHeader.DATE, format(Instant.ofEpochSecond(second))));
            latest = stamp;
        }
        return stamp.field;
    }

    static String format(Instant time) {
        return FORMAT.format(time);
    }

    static @Nullable Instant parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return FORMAT.parse(text, Instant::from);
        } catch (DateTimeParseException _) {
            // Whoever sends no date that can be read sends none.
            return null;
        }
    }
}
