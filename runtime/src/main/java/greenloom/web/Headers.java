package greenloom.web;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message, in order; a name may come more than once, and its case does not matter. {@code multidict.CIMultiDict}.
 *
 * <p>What cannot be sent is refused: names that are no tokens, values with line breaks or characters beyond ISO 8859-1.
 */
public final class Headers implements Iterable<Map.Entry<String, String>> {
    private static final char DELETE = 0x7f;
    private static final char LAST_OF_LATIN = 0xff;
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private final List<Map.Entry<String, String>> fields = new ArrayList<>(8);

    /** Makes an empty set of fields. */
    public Headers() {}

    /**
     * Makes fields from names and values in turn.
     *
     * @param namesAndValues name, value, name, value, ...
     * @return the fields
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("Headers come in pairs of name and value; the last name has no value: "
                    + namesAndValues[namesAndValues.length - 1]);
        }
        Headers headers = new Headers();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    Headers copy() {
        Headers copy = new Headers();
        copy.fields.addAll(fields);
        return copy;
    }

    /** Adds a field that a strict parser has let through, or that was checked when it was made. */
    void addChecked(Map.Entry<String, String> field) {
        fields.add(field);
    }

    /**
     * Adds a field.
     *
     * @param name its name
     * @param value its value
     * @return this
     * @throws IllegalArgumentException if it cannot be sent as it is
     */
    public Headers add(String name, String value) {
        fields.add(field(name, value));
        return this;
    }

    static Map.Entry<String, String> field(String name, String value) {
        ensureToken(name);
        ensureSendable(name, value);
        return new Field(name, value);
    }

    /**
     * Sets a field, in place of all of that name.
     *
     * @param name its name
     * @param value its value
     * @return this
     */
    public Headers set(String name, String value) {
        ensureSendable(name, value);
        remove(name);
        return add(name, value);
    }

    /**
     * Removes all fields of a name.
     *
     * @param name the name
     * @return this
     */
    public Headers remove(String name) {
        fields.removeIf(field -> field.getKey().equalsIgnoreCase(name));
        return this;
    }

    private static void ensureToken(String name) {
        boolean token = !name.isEmpty() && name.chars().allMatch(Headers::isTokenChar);
        if (!token) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be the name of a header field");
        }
    }

    private static boolean isTokenChar(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
    }

    private static void ensureSendable(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException(
                        "The value of the header field " + name + " has a line break or a NUL at " + i
                                + ": it would forge another field");
            }
            if ((c < ' ' && c != '\t') || c == DELETE || c > LAST_OF_LATIN) {
                throw new IllegalArgumentException(
                        "The value of the header field " + name + " has \"" + c + "\" at " + i
                                + ", which no header can carry: encode it, as URLEncoder does");
            }
        }
    }

    /** The first value of a name. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(find(name));
    }

    @Nullable String find(String name) {
        for (int i = 0; i < fields.size(); i++) {
            Map.Entry<String, String> field = fields.get(i);
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue();
            }
        }
        return null;
    }

    /** All values of a name, in order. */
    public List<String> all(String name) {
        return fields.stream().filter(field -> field.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue).toList();
    }

    /** Whether there is a field of that name. */
    public boolean has(String name) {
        return find(name) != null;
    }

    /** Whether one of the comma-separated values of a name is {@code token}, whatever the case. */
    boolean hasToken(String name, String token) {
        for (Map.Entry<String, String> field : fields) {
            if (field.getKey().equalsIgnoreCase(name)) {
                for (String part : field.getValue().split(",", -1)) {
                    if (part.strip().equalsIgnoreCase(token)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** How many fields there are. */
    public int size() {
        return fields.size();
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
        return List.copyOf(fields).iterator();
    }

    List<Map.Entry<String, String>> fields() {
        return fields;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers headers && headers.fields.equals(fields);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fields);
    }

    @Override
    public String toString() {
        StringJoiner lines = new StringJoiner("\n");
        fields.forEach(field -> lines.add(field.getKey() + ": " + field.getValue()));
        return lines.toString();
    }
}
