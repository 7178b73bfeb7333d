package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.Workspace.Declaration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code %who}: names all that the notebook has declared. */
public record Who(Evaluator evaluator) implements LineMagic {
    @Override
    public String name() {
        return "who";
    }

    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String summary() {
        return "Names the variables, methods and types of this notebook.";
    }

    @Override
    public Optional<MimeBundle> run(MagicCall call) throws InterruptedException {
        List<Declaration> all = evaluator.workspace().declarations(call.cell());
        call.out().accept(all.isEmpty() ? "Nothing is declared.\n"
                : all.stream().map(Declaration::name).collect(Collectors.joining("   ", "", "\n")));
        return Optional.empty();
    }
}
