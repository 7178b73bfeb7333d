package greenloom.kernel.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import greenloom.kernel.history.Entry;
import greenloom.kernel.history.History;
import greenloom.kernel.wire.Fields;
import greenloom.kernel.wire.InvalidField;
import java.util.List;

/** Answers {@code history_request}, on the history's own thread: the three kinds of access, inputs alone or with outputs. */
final class HistoryHandler implements Handler {
    private final History history;

    HistoryHandler(History history) {
        this.history = history;
    }

    @Override
    public void handle(Request request) throws InvalidField {
        boolean outputs = request.fields().flag("output", false);
        JsonArray lines = new JsonArray();
        for (Entry entry : find(request.fields())) {
            lines.add(line(entry, outputs));
        }
        request.reply(Content.ok().with("history", lines));
    }

    private List<Entry> find(Fields fields) throws InvalidField {
        String access = fields.text("hist_access_type", "tail");
        return switch (access) {
            case "tail" -> history.tail(fields.number("n", 10));
            case "range" -> history.range(fields.number("session", 0), fields.number("start", 0),
                    fields.number("stop", Integer.MAX_VALUE));
            case "search" ->
                history.search(
                        fields.text("pattern", "*"), fields.number("n", Integer.MAX_VALUE),
                        fields.flag("unique", false));
            default -> List.of();
        };
    }

    private static JsonArray line(Entry entry, boolean outputs) {
        JsonArray line = new JsonArray();
        line.add(entry.session());
        line.add(entry.line());
        if (outputs) {
            line.add(inputAndOutput(entry));
        } else {
            line.add(entry.input());
        }
        return line;
    }

    private static JsonArray inputAndOutput(Entry entry) {
        JsonArray both = new JsonArray();
        both.add(entry.input());
        entry.output().ifPresentOrElse(both::add, () -> both.add(JsonNull.INSTANCE));
        return both;
    }
}
