package greenloom.web;

import greenloom.internal.net.Offload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files as responses: whole, a range of one, or the news that it has not changed. */
final class FileResponses {
    private static final int PARTIAL = 206;
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;
    private static final int UNSATISFIABLE = 416;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private FileResponses() {}

    static Response of(Path path) throws IOException {
        BasicFileAttributes attributes = attributes(path);
        return whole(path, attributes);
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Offload.call(() -> Files.readAttributes(path, BasicFileAttributes.class));
    }

    private static Response whole(Path path, BasicFileAttributes attributes) {
        return Response.piece(200, path, 0, attributes.size())
                .header("Content-Type", MediaTypes.ofName(path.toString()))
                .header("Last-Modified", Dates.format(modified(attributes)))
                .header("Accept-Ranges", "bytes");
    }

    private static Instant modified(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** The file at {@code relative} under {@code root}: never one that lies elsewhere, whatever dots or links say. */
    static Response under(Path root, String relative, Request request) throws IOException {
        Path path = resolve(root, relative);
        if (path == null) {
            throw new ResponseException(NOT_FOUND);
        }
        BasicFileAttributes attributes = attributes(path);
        Instant known = Dates.parse(request.header("If-Modified-Since"));
        if (known != null && !modified(attributes).isAfter(known)) {
            return Response.status(NOT_MODIFIED).header("Last-Modified", Dates.format(modified(attributes)));
        }
        String range = request.header("Range");
        Response whole = whole(path, attributes);
        return range == null ? whole : part(path, attributes.size(), range, whole);
    }

    private static @Nullable Path resolve(Path root, String relative) {
        if (relative.indexOf('\0') >= 0) {
            return null;
        }
        return Offload.call(() -> {
            Path path = root.resolve(relative).normalize();
            if (!path.startsWith(root) || !Files.exists(path)) {
                return null;
            }
            Path file = Files.isDirectory(path) ? path.resolve("index.html") : path;
            boolean inside = Files.isRegularFile(file) && file.toRealPath().startsWith(root.toRealPath());
            return inside ? file : null;
        });
    }

    private static Response part(Path path, long size, String range, Response whole) {
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            // Several ranges, or no bytes: a server may always send the whole.
            return whole;
        }
        long from = matcher.group(1).isEmpty() ? Math.max(0, size - Long.parseLong(matcher.group(2)))
                : Long.parseLong(matcher.group(1));
        long to = matcher.group(1).isEmpty() || matcher.group(2).isEmpty() ? size - 1
                : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        if (from > to) {
            return Response.status(UNSATISFIABLE).header("Content-Range", "bytes */" + size);
        }
        Response part = Response.piece(PARTIAL, path, from, to - from + 1);
        for (var field : whole.rawHeaders().fields()) {
            part = part.header(field.getKey(), field.getValue());
        }
        return part.header("Content-Range", "bytes " + from + "-" + to + "/" + size);
    }
}
