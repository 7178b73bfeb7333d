package greenloom.web;

import greenloom.internal.net.Offload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Files as responses: whole; {@link Conditions} makes less of them for a client that asks for less. */
final class FileResponses {
    private static final int NOT_FOUND = 404;

    private FileResponses() {}

    /** How files may be packed, the better one first. */
    private enum Coding {
        BROTLI("br", ".br"), GZIP("gzip", ".gz");

        private final String token;
        private final String suffix;

        Coding(String token, String suffix) {
            this.token = token;
            this.suffix = suffix;
        }
    }

    /** A file of a directory that is served, and what is packed beside it, by coding. */
    private record Found(Path path, Map<String, Path> packed) {}

    static Response of(Path path) throws IOException {
        return whole(path, path);
    }

    /** What {@code content} holds, as the file {@code named}. */
    private static Response whole(Path named, Path content) throws IOException {
        BasicFileAttributes attributes = Offload.call(() -> Files.readAttributes(content, BasicFileAttributes.class));
        Headers headers = Headers.of("Content-Type", MediaTypes.ofName(named.toString()), "Last-Modified",
                Dates.format(attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.SECONDS)), "ETag",
                tag(attributes), "Accept-Ranges", "bytes");
        return Response.piece(200, headers, content, 0, attributes.size());
    }

    private static String tag(BasicFileAttributes attributes) {
        return "\"" + Long.toHexString(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)) + "-"
                + Long.toHexString(attributes.size()) + "\"";
    }

    /**
     * The file at {@code relative} under {@code root}: never one that lies elsewhere, whatever dots or links say. Where {@code file.br} or
     * {@code file.gz} lies beside {@code file}, whoever can read it gets that.
     */
    static Response under(Path root, String relative, Request request) throws IOException {
        Found found = find(root, relative);
        if (found == null) {
            throw new ResponseException(NOT_FOUND);
        }
        if (found.packed().isEmpty()) {
            return of(found.path());
        }
        for (Map.Entry<String, Path> packed : found.packed().entrySet()) {
            if (request.headers().hasToken("Accept-Encoding", packed.getKey())) {
                return whole(found.path(), packed.getValue()).header("Content-Encoding", packed.getKey())
                        .header("Vary", "Accept-Encoding");
            }
        }
        return of(found.path()).header("Vary", "Accept-Encoding");
    }

    private static @Nullable Found find(Path root, String relative) {
        if (relative.indexOf('\0') >= 0) {
            return null;
        }
        return Offload.call(() -> {
            Path path = root.resolve(relative).normalize();
            Path file = Files.isDirectory(path) ? path.resolve("index.html") : path;
            if (!isInside(root, file)) {
                return null;
            }
            Map<String, Path> packed = new LinkedHashMap<>();
            for (Coding coding : Coding.values()) {
                Path beside = file.resolveSibling(file.getFileName() + coding.suffix);
                if (isInside(root, beside)) {
                    packed.put(coding.token, beside);
                }
            }
            return new Found(file, packed);
        });
    }

    private static boolean isInside(Path root, Path file) throws IOException {
        return file.startsWith(root) && Files.isRegularFile(file) && file.toRealPath().startsWith(root.toRealPath());
    }
}
