package greenloom.kernel.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A cell of a notebook file. */
record NotebookCell(JsonObject json) {

    /** A cell of code that nobody has executed. */
    static NotebookCell code(String id, String source, String tag) {
        JsonObject json = new JsonObject();
        json.addProperty("cell_type", "code");
        json.add("execution_count", JsonNull.INSTANCE);
        json.addProperty("id", id);
        JsonObject metadata = new JsonObject();
        JsonArray tags = new JsonArray();
        tags.add(tag);
        metadata.add("tags", tags);
        json.add("metadata", metadata);
        json.add("outputs", new JsonArray());
        json.addProperty("source", source);
        return new NotebookCell(json);
    }

    /** Gives it an id that is not among {@code taken}, and adds it there. */
    void ensureId(Set<String> taken) {
        if (!json.has("id") || taken.contains(id())) {
            String id;
            do {
                id = UUID.randomUUID().toString().substring(0, 8);
            } while (taken.contains(id));
            json.addProperty("id", id);
        }
        taken.add(id());
    }

    String id() {
        return json.get("id").getAsString();
    }

    boolean isCode() {
        return type().equals("code");
    }

    String type() {
        return json.get("cell_type").getAsString();
    }

    String source() {
        return text(json.get("source"));
    }

    /** Text that the format keeps as a string or as a list of lines. */
    static String text(JsonElement element) {
        return element.isJsonArray()
                ? StreamSupport.stream(element.getAsJsonArray().spliterator(), false).map(JsonElement::getAsString)
                        .collect(Collectors.joining())
                : element.getAsString();
    }

    boolean isTagged(String tag) {
        JsonElement metadata = json.get("metadata");
        JsonElement tags = metadata == null || !metadata.isJsonObject() ? null : metadata.getAsJsonObject().get("tags");
        return tags != null && tags.isJsonArray() && tags.getAsJsonArray().contains(new JsonPrimitive(tag));
    }

    JsonArray outputs() {
        return json.getAsJsonArray("outputs");
    }

    /** Says that it was executed as number {@code count}; null if it was not. */
    void setResult(JsonElement count, JsonArray outputs) {
        json.add("execution_count", count);
        json.add("outputs", outputs);
    }
}
