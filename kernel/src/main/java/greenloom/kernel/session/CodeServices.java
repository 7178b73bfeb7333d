package greenloom.kernel.session;

import com.google.gson.JsonArray;
import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.magic.Magics;
import greenloom.kernel.magic.Written;
import greenloom.kernel.repl.Completeness;
import greenloom.kernel.repl.Completions;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.wire.Fields;
import greenloom.kernel.wire.InvalidField;
import java.util.Optional;

/** What is known of code that is being written, as replies: answered also while a cell runs. */
final class CodeServices {
    private final Written written;

    CodeServices(Evaluator evaluator, Magics magics) {
        this.written = new Written(evaluator, magics);
    }

    void isComplete(Request request) throws InvalidField {
        Content content = switch (written.isComplete(request.fields().text("code", ""))) {
            case Completeness.Complete() -> Content.empty().with("status", "complete");
            case Completeness.Incomplete(String indent) ->
                Content.empty().with("status", "incomplete").with("indent", indent);
            case Completeness.Invalid() -> Content.empty().with("status", "invalid");
        };
        request.reply(content);
    }

    void complete(Request request) throws InvalidField {
        String code = request.fields().text("code", "");
        int cursor = cursor(request.fields(), code);
        Completions found = written.complete(code, cursor);
        int start = CodePoints.of(code, found.start());
        int end = CodePoints.of(code, found.end());
        request.reply(
                Content.ok()
                        .with("matches",
                                Content.strings(found.matches().stream().map(Completions.Match::text).toList()))
                        .with("cursor_start", start)
                        .with("cursor_end", end)
                        .with("metadata",
                                Content.empty().with("_jupyter_types_experimental", types(found, start, end))));
    }

    private static JsonArray types(Completions found, int start, int end) {
        JsonArray types = new JsonArray();
        for (Completions.Match match : found.matches()) {
            Content entry = Content.empty().with("text", match.text()).with("type", match.type());
            if (!match.signature().isEmpty()) {
                entry.with("signature", match.signature());
            }
            types.add(entry.with("start", start).with("end", end).json());
        }
        return types;
    }

    void inspect(Request request) throws InvalidField {
        String code = request.fields().text("code", "");
        int detail = request.fields().number("detail_level", 0);
        Optional<MimeBundle> found = inspect(code, cursor(request.fields(), code), detail);
        Content content = Bundles.content(found.orElse(MimeBundle.NOTHING));
        request.reply(content.with("status", "ok").with("found", found.isPresent()));
    }

    /** What is known of the name at {@code cursor}, an index of UTF-16 units. */
    Optional<MimeBundle> inspect(String code, int cursor, int detail) {
        return written.inspect(code, cursor, detail);
    }

    private static int cursor(Fields fields, String code) throws InvalidField {
        int points = fields.number("cursor_pos", CodePoints.of(code, code.length()));
        return CodePoints.toUnits(code, points);
    }
}
