package greenloom.kernel.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.List;

/** Builds contents of messages. */
final class Content {
    private final JsonObject json = new JsonObject();

    static Content empty() {
        return new Content();
    }

    static Content ok() {
        return new Content().with("status", "ok");
    }

    static Content aborted() {
        return new Content().with("status", "aborted");
    }

    static Content error(String name, String message, List<String> traceback) {
        return new Content().with("status", "error").withError(name, message, traceback);
    }

    Content withError(String name, String message, List<String> traceback) {
        return with("ename", name).with("evalue", message).with("traceback", strings(traceback));
    }

    Content with(String name, String value) {
        json.addProperty(name, value);
        return this;
    }

    Content with(String name, Number value) {
        json.addProperty(name, value);
        return this;
    }

    Content with(String name, boolean value) {
        json.addProperty(name, value);
        return this;
    }

    Content with(String name, JsonElement value) {
        json.add(name, value);
        return this;
    }

    Content with(String name, Content value) {
        return with(name, value.json);
    }

    JsonObject json() {
        return json;
    }

    static JsonArray strings(Collection<String> values) {
        JsonArray array = new JsonArray(values.size());
        values.forEach(array::add);
        return array;
    }
}
