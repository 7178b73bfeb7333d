package greenloom.web;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client that knows something of a file already is answered: that it has not changed (304), that it has (412), a part of it (206, 416), or
 * the whole. RFC 9110, sections 13 and 14.
 */
final class Conditions {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_MODIFIED = 304;
    private static final int FAILED = 412;
    private static final int UNSATISFIABLE = 416;
    private static final String UNIT = "bytes=";
    private static final Pattern RANGE = Pattern.compile("(\\d{0,18})-(\\d{0,18})");
    private static final Pattern TAG = Pattern.compile("(W/)?(\"[^\"]*\")");
    private static final Set<String> KEPT = Set.of("etag", "last-modified", "vary", "cache-control", "expires");

    private final Request request;
    private final Response whole;
    private final Body.Piece piece;

    private Conditions(Request request, Response whole, Body.Piece piece) {
        this.request = request;
        this.whole = whole;
        this.piece = piece;
    }

    /** What is sent for {@code response}: itself, unless it is a whole file and the request asks for less. */
    static Response apply(Request request, Response response) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return reads && response.status() == OK && response.body() instanceof Body.Piece piece
                ? new Conditions(request, response, piece).answer()
                : response;
    }

    private Response answer() {
        if (!isStillWhatIsMeant()) {
            return bare(FAILED);
        }
        if (isKnown()) {
            return bare(NOT_MODIFIED);
        }
        String range = request.method().equals("GET") ? request.header("Range") : null;
        return range == null || !isRangeOfThis(request.header("If-Range")) ? whole : part(range);
    }

    private boolean isStillWhatIsMeant() {
        if (request.headers().has("If-Match")) {
            return isAmong("If-Match", false);
        }
        Instant since = Dates.parse(request.header("If-Unmodified-Since"));
        return since == null || !modified().isAfter(since);
    }

    private boolean isKnown() {
        if (request.headers().has("If-None-Match")) {
            return isAmong("If-None-Match", true);
        }
        Instant since = Dates.parse(request.header("If-Modified-Since"));
        return since != null && !modified().isAfter(since);
    }

    /** Whether the file has one of the tags that {@code field} lists; tags of which only the meaning is the same count if {@code weakly}. */
    private boolean isAmong(String field, boolean weakly) {
        for (String list : request.headers().all(field)) {
            if (list.strip().equals("*")) {
                return true;
            }
            Matcher tags = TAG.matcher(list);
            while (tags.find()) {
                if ((weakly || tags.group(1) == null) && tags.group(2).equals(whole.rawHeaders().find("ETag"))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the parts that the client has are of the file as it is now. */
    private boolean isRangeOfThis(@Nullable String condition) {
        if (condition == null || condition.equals(whole.rawHeaders().find("ETag"))) {
            return true;
        }
        Instant since = Dates.parse(condition);
        // aiohttp takes any later date too: nothing has changed between.
        return since != null && !modified().isAfter(since);
    }

    private Instant modified() {
        Instant time = Dates.parse(whole.rawHeaders().find("Last-Modified"));
        return time == null ? Instant.MAX : time;
    }

    private Response bare(int status) {
        Headers headers = new Headers();
        for (var field : whole.rawHeaders().fields()) {
            if (KEPT.contains(field.getKey().toLowerCase(Locale.ROOT))) {
                headers.addChecked(field);
            }
        }
        return Response.status(status).withHeaders(headers);
    }

    private Response part(String range) {
        boolean one = range.regionMatches(true, 0, UNIT, 0, UNIT.length()) && range.indexOf(',') < 0;
        if (!one) {
            // Several parts, or no bytes: a server may always send the whole.
            return whole;
        }
        long size = piece.length();
        Matcher matcher = RANGE.matcher(range.substring(UNIT.length()).strip());
        if (!matcher.matches() || matcher.group().length() == 1) {
            return unsatisfiable(size);
        }
        boolean tail = matcher.group(1).isEmpty();
        long from = tail ? Math.max(0, size - Long.parseLong(matcher.group(2))) : Long.parseLong(matcher.group(1));
        long to = tail || matcher.group(2).isEmpty() ? size - 1
                : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        if (from > to) {
            return unsatisfiable(size);
        }
        Headers headers = whole.headers().set("Content-Range", "bytes " + from + "-" + to + "/" + size);
        return Response.piece(PARTIAL, headers, piece.path(), piece.from() + from, to - from + 1);
    }

    private Response unsatisfiable(long size) {
        return bare(UNSATISFIABLE).header("Content-Range", "bytes */" + size);
    }
}
