package greenloom.kernel.wire;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** JSON objects to UTF-8 bytes and back, strictly: what is not exactly one object in valid UTF-8 is refused. */
final class Json {
    // Nulls are kept (a reply's "found": null differs from no field) and HTML is not escaped (displays are full of it).
    private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping()
            .setStrictness(Strictness.STRICT).create();
    private static final TypeAdapter<JsonElement> ELEMENTS = GSON.getAdapter(JsonElement.class);

    private Json() {}

    static byte[] bytes(JsonObject object) {
        return GSON.toJson(object).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads one object.
     *
     * @throws IOException if the bytes are not valid UTF-8, not valid JSON, nested too deeply, or not one object alone
     */
    static JsonObject object(byte[] utf8) throws IOException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        JsonElement element = element(reader);
        if (!element.isJsonObject()) {
            throw new IOException("not a JSON object");
        }
        return element.getAsJsonObject();
    }

    private static JsonElement element(JsonReader reader) throws IOException {
        try {
            JsonElement element = ELEMENTS.read(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IOException("text after the JSON object");
            }
            return element;
        } catch (JsonParseException | IllegalStateException | NumberFormatException | StackOverflowError e) {
            throw new IOException("not JSON that can be read", e);
        }
    }
}
