package greenloom.kernel.runner;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import greenloom.kernel.display.MimeBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The outputs of one cell, as nbformat has them. Under its own lock: the output thread adds, the runner reads. */
final class OutputArea {
    private static final Gson GSON = new Gson();

    private record Shown(Optional<String> id, JsonObject json) {
        boolean isStream(String name) {
            return json.get("output_type").getAsString().equals("stream")
                    && json.get("name").getAsString().equals(name);
        }
    }

    private final List<Shown> outputs = new ArrayList<>();
    private final StringBuilder text = new StringBuilder(); // of the last output, if that is a stream
    private boolean clearAtNext;
    private boolean failed;
    private final List<String> lateFailures = new ArrayList<>();

    private void add(Optional<String> id, JsonObject json) {
        settle();
        if (clearAtNext) {
            outputs.clear();
            clearAtNext = false;
        }
        outputs.add(new Shown(id, json));
    }

    private static JsonObject output(String type) {
        JsonObject json = new JsonObject();
        json.addProperty("output_type", type);
        return json;
    }

    /** Text is collected apart, because a stream may grow by many small pieces. */
    private void settle() {
        if (!text.isEmpty()) {
            outputs.getLast().json().addProperty("text", text.toString());
            text.setLength(0);
        }
    }

    synchronized void stream(String name, String more) {
        if (clearAtNext || outputs.isEmpty() || !outputs.getLast().isStream(name)) {
            JsonObject json = output("stream");
            json.addProperty("name", name);
            json.addProperty("text", "");
            add(Optional.empty(), json);
        }
        if (text.isEmpty()) {
            text.append(outputs.getLast().json().get("text").getAsString());
        }
        text.append(more);
    }

    synchronized void display(MimeBundle bundle, Optional<String> id) {
        JsonObject json = output("display_data");
        fill(json, bundle);
        add(id, json);
    }

    synchronized void result(MimeBundle bundle, int count) {
        JsonObject json = output("execute_result");
        fill(json, bundle);
        json.addProperty("execution_count", count);
        add(Optional.empty(), json);
    }

    private static void fill(JsonObject json, MimeBundle bundle) {
        json.add("data", GSON.toJsonTree(bundle.data()));
        json.add("metadata", GSON.toJsonTree(bundle.metadata()));
    }

    synchronized void update(String id, MimeBundle bundle) {
        outputs.stream().filter(shown -> shown.id().filter(id::equals).isPresent())
                .forEach(shown -> fill(shown.json(), bundle));
    }

    synchronized void error(String name, String message, List<String> traceback) {
        JsonObject json = output("error");
        json.addProperty("ename", name);
        json.addProperty("evalue", message);
        json.add("traceback", GSON.toJsonTree(traceback));
        add(Optional.empty(), json);
        failed = true;
    }

    synchronized void clear(boolean atNextOutput) {
        settle();
        clearAtNext = atNextOutput;
        if (!atNextOutput) {
            outputs.clear();
        }
    }

    synchronized void failedLate(String what) {
        lateFailures.add(what);
    }

    /** What has failed beside the cell's own code. */
    synchronized List<String> lateFailures() {
        return List.copyOf(lateFailures);
    }

    /** Whether it shows an error, or did. */
    synchronized boolean hasFailed() {
        return failed || !lateFailures.isEmpty();
    }

    synchronized JsonArray json() {
        settle();
        JsonArray array = new JsonArray();
        outputs.forEach(shown -> array.add(shown.json()));
        return array;
    }
}
