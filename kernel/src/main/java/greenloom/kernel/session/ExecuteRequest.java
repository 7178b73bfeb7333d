package greenloom.kernel.session;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import greenloom.kernel.output.Cell;
import greenloom.kernel.wire.Fields;
import greenloom.kernel.wire.InvalidField;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The content of an {@code execute_request}. */
record ExecuteRequest(
        String code,
        boolean silent,
        boolean stored,
        boolean allowStdin,
        boolean stopOnError,
        Map<String, String> expressions,
        Optional<String> cellId) {

    static ExecuteRequest of(Request request) throws InvalidField {
        Fields fields = request.fields();
        String code = fields.text("code", "");
        boolean silent = fields.flag("silent", false);
        return new ExecuteRequest(
                code,
                silent,
                fields.flag("store_history", true) && !silent && !code.isBlank(),
                fields.flag("allow_stdin", true),
                fields.flag("stop_on_error", true),
                expressions(fields.object("user_expressions")),
                Optional.of(Fields.of(request.message().metadata()).text("cellId", "")).filter(id -> !id.isEmpty()));
    }

    /**
     * Whether the front end shows at a cell what comes after its end. JupyterLab does, and sends the cell's id; so does
     * whoever can ask its user. nbclient can do neither, and drops what is late.
     */
    boolean showsLate() {
        return allowStdin || cellId.isPresent();
    }

    /** The cell that is to run. */
    Cell cell(int number, Request request) {
        return new Cell(number, cellId.orElse(request.message().id()), silent, allowStdin, showsLate(),
                request.subshell(), request.origin());
    }

    private static Map<String, String> expressions(JsonObject object) throws InvalidField {
        Map<String, String> expressions = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
            expressions.put(entry.getKey(), Fields.of(object).text(entry.getKey(), ""));
        }
        return expressions;
    }
}
