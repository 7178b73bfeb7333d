package greenloom.kernel.display;

import java.util.Map;

/**
 * One thing to show, in every form that a front end may choose from.
 *
 * @param data MIME type to content: text, or for JSON types what JSON is made of (maps, lists, strings, numbers, booleans)
 * @param metadata MIME type to hints such as {@code width}
 */
public record MimeBundle(Map<String, Object> data, Map<String, Object> metadata) {

    private static final int OVERHEAD = 1024;

    /** Nothing to show. */
    public static final MimeBundle NOTHING = new MimeBundle(Map.of(), Map.of());

    /** About how many characters it takes to send. */
    public int weight() {
        return data.values().stream().mapToInt(value -> value instanceof String text ? text.length() : OVERHEAD)
                .reduce(OVERHEAD, Integer::sum);
    }

    /** The bundle of a plain text. */
    public static MimeBundle text(String text) {
        return new MimeBundle(Map.of("text/plain", text), Map.of());
    }
}
