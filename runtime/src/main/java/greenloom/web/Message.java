package greenloom.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One message of a WebSocket. {@code aiohttp.WSMessage}. */
public final class Message {
    private final boolean isText;
    private final byte[] bytes;

    Message(boolean isText, byte[] bytes) {
        this.isText = isText;
        this.bytes = bytes;
    }

    /** Whether it was sent as a text. */
    public boolean isText() {
        return isText;
    }

    /**
     * The text.
     *
     * @throws IllegalStateException if it was sent as bytes
     */
    public String text() {
        if (!isText) {
            throw new IllegalStateException("This message was sent as bytes and is no text: ask for bytes()");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The bytes; those of UTF-8 for a text. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many bytes it has. */
    public int size() {
        return bytes.length;
    }

    /** The message as JSON. */
    public JsonNode json() throws IOException {
        return Json.read(bytes);
    }

    /** The message as JSON, made into an object. */
    public <T> T json(Class<T> type) throws IOException {
        return Json.read(bytes, type);
    }

    @Override
    public String toString() {
        return isText ? text() : "<" + bytes.length + " bytes>";
    }
}
