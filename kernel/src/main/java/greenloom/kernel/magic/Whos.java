package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.Workspace.Declaration;
import greenloom.kernel.repl.Workspace.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code %whos}: a table of all that the notebook has declared. */
public record Whos(Evaluator evaluator) implements LineMagic {
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

    private static List<String> row(Declaration declared) {
        String type = declared.kind() == Kind.VARIABLE ? declared.type()
                : (declared.kind().name().toLowerCase(Locale.ROOT) + " " + declared.type()).strip();
        return List.of(declared.name(), type, declared.value());
    }

    @Override
    public Optional<MimeBundle> run(MagicCall call) throws InterruptedException {
        List<Declaration> all = evaluator.workspace().declarations(call.cell());
        call.out()
                .accept(all.isEmpty() ? "Nothing is declared.\n"
                        : Table.of(
                                Stream.concat(Stream.of(List.of("Name", "Type", "Value")), all.stream().map(Whos::row))
                                        .toList()));
        return Optional.empty();
    }
}
