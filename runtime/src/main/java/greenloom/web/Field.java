package greenloom.web;

import java.util.Map;

/** One field of a header. */
record Field(String name, String value) implements Map.Entry<String, String> {
    @Override
    public String getKey() {
        return name;
    }

    @Override
    public String getValue() {
        return value;
    }

    @Override
    public String setValue(String newValue) {
        throw new UnsupportedOperationException("A header field is changed with Headers.set");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Map.Entry<?, ?> entry && name.equals(entry.getKey()) && value.equals(entry.getValue());
    }

    @Override
    public int hashCode() {
        return name.hashCode() ^ value.hashCode();
    }

    @Override
    public String toString() {
        return name + ": " + value;
    }
}
