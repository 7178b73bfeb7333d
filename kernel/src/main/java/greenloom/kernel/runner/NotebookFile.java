package greenloom.kernel.runner;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A notebook in the format nbformat 4.5, as JSON that keeps whatever else is in it. */
public final class NotebookFile {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls()
            .create();
    private static final int MAJOR = 4;
    private static final int MINOR = 5;

    private final JsonObject json;

    private NotebookFile(JsonObject json) {
        this.json = json;
    }

    /**
     * Reads a notebook and brings it up to nbformat 4.5.
     *
     * @throws IOException with a sentence, if there is none or it cannot be understood
     */
    public static NotebookFile read(Path file) throws IOException {
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            if (json.get("nbformat").getAsInt() != MAJOR) {
                throw new IOException(
                        file + " is of nbformat " + json.get("nbformat") + ", and only 4 is understood here.");
            }
            NotebookFile notebook = new NotebookFile(json);
            notebook.bringUpToDate();
            return notebook;
        } catch (NoSuchFileException e) {
            throw new IOException("There is no notebook " + file + ".", e);
        } catch (JsonParseException | IllegalStateException | NullPointerException | ClassCastException
                | UnsupportedOperationException e) {
            throw new IOException(file + " is no notebook: " + e.getMessage(), e);
        }
    }

    private void bringUpToDate() {
        json.addProperty("nbformat_minor", Math.max(MINOR, json.get("nbformat_minor").getAsInt()));
        Set<String> ids = new HashSet<>();
        for (NotebookCell cell : cells()) {
            cell.ensureId(ids);
        }
    }

    /** All cells, in their order. */
    List<NotebookCell> cells() {
        List<NotebookCell> cells = new ArrayList<>();
        json.getAsJsonArray("cells").forEach(cell -> cells.add(new NotebookCell(cell.getAsJsonObject())));
        return cells;
    }

    /** Puts a cell with the parameters behind the one that is tagged so, else before all. */
    void inject(Map<String, String> params) {
        JsonArray cells = new JsonArray();
        NotebookCell injected = NotebookCell.code("parameters-given", Parameters.cell(params), "injected-parameters");
        boolean tagged = cells().stream().anyMatch(cell -> cell.isTagged("parameters"));
        if (!tagged) {
            cells.add(injected.json());
        }
        for (NotebookCell cell : cells()) {
            if (!cell.isTagged("injected-parameters")) {
                cells.add(cell.json());
            }
            if (tagged && cell.isTagged("parameters")) {
                cells.add(injected.json());
            }
        }
        json.add("cells", cells);
    }

    /** Says what executed it. */
    void sign(String javaVersion) {
        JsonElement known = json.get("metadata");
        JsonObject metadata = known == null || !known.isJsonObject() ? new JsonObject() : known.getAsJsonObject();
        JsonObject kernel = new JsonObject();
        kernel.addProperty("display_name", "Java (Greenloom)");
        kernel.addProperty("language", "java");
        kernel.addProperty("name", "greenloom");
        JsonObject language = new JsonObject();
        language.addProperty("file_extension", ".java");
        language.addProperty("mimetype", "text/x-java");
        language.addProperty("name", "java");
        language.addProperty("version", javaVersion);
        metadata.add("kernelspec", kernel);
        metadata.add("language_info", language);
        json.add("metadata", metadata);
    }

    /** Writes it. */
    public void write(Path file) throws IOException {
        Files.writeString(file, GSON.toJson(json) + "\n", StandardCharsets.UTF_8);
    }
}
