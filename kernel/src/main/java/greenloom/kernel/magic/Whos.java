package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.Workspace.Declaration;
import greenloom.kernel.repl.Workspace.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code %whos}: a table of all that the notebook has declared. */
public record Whos(Evaluator evaluator) implements LineMagic {
    private static final int WIDEST = 60;

    @Override
    public String name() {
        return "whos";
    }

    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String summary() {
        return "Shows a table of the variables, methods and types of this notebook.";
    }

    private record Row(String name, String type, String value) {
        static Row of(Declaration declared) {
            String type = declared.kind() == Kind.VARIABLE ? declared.type()
                    : (declared.kind().name().toLowerCase(Locale.ROOT) + " " + declared.type()).strip();
            return new Row(declared.name(), type, declared.value());
        }
    }

    @Override
    public Optional<MimeBundle> run(MagicCall call) throws InterruptedException {
        List<Declaration> all = evaluator.workspace().declarations(call.cell());
        call.out().accept(all.isEmpty() ? "Nothing is declared.\n" : table(all.stream().map(Row::of).toList()));
        return Optional.empty();
    }

    private static String table(List<Row> rows) {
        List<Row> lines = Stream.concat(Stream.of(new Row("Name", "Type", "Value")), rows.stream()).toList();
        int names = width(lines, Row::name);
        int types = width(lines, Row::type);
        return lines.stream().map(row -> padded(row.name(), names) + padded(row.type(), types) + shortened(row.value()))
                .map(line -> line.stripTrailing() + "\n").collect(Collectors.joining());
    }

    private static int width(List<Row> rows, Function<Row, String> column) {
        return 2 + rows.stream().map(column).mapToInt(text -> Math.min(WIDEST, text.length())).max().orElse(0);
    }

    private static String padded(String text, int width) {
        String shown = shortened(text);
        return shown + " ".repeat(Math.max(0, width - shown.length()));
    }

    private static String shortened(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 3) + "...";
    }
}
