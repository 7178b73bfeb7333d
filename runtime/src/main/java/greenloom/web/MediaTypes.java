package greenloom.web;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Content types: their parameters, and which one the name of a file stands for. */
final class MediaTypes {
    private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"), Map.entry("htm", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"), Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"), Map.entry("json", "application/json"),
            Map.entry("txt", "text/plain; charset=utf-8"), Map.entry("md", "text/markdown; charset=utf-8"),
            Map.entry("csv", "text/csv; charset=utf-8"), Map.entry("xml", "application/xml"),
            Map.entry("svg", "image/svg+xml"), Map.entry("png", "image/png"), Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"), Map.entry("gif", "image/gif"), Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"), Map.entry("pdf", "application/pdf"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("zip", "application/zip"), Map.entry("gz", "application/gzip"), Map.entry("woff2", "font/woff2"),
            Map.entry("mp3", "audio/mpeg"), Map.entry("mp4", "video/mp4"));

    private static final Pattern PARAMETER = Pattern
            .compile(";\\s*(?<name>[^=;\"\\s]+)\\s*=\\s*(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*+)\"|(?<plain>[^;\"]*+))");

    private MediaTypes() {}

    static String ofName(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, "application/octet-stream");
    }

    /** Whether {@code contentType} is {@code type}, whatever its parameters. */
    static boolean is(@Nullable String contentType, String type) {
        return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase(type);
    }

    /** A parameter of a field's value, unquoted; null if it has none of that name. */
    static @Nullable String parameter(String value, String name) {
        Matcher matcher = PARAMETER.matcher(value);
        while (matcher.find()) {
            if (matcher.group("name").equalsIgnoreCase(name)) {
                String quoted = matcher.group("quoted");
                return quoted == null ? matcher.group("plain").strip() : quoted.replace("\\\"", "\"");
            }
        }
        return null;
    }
}
