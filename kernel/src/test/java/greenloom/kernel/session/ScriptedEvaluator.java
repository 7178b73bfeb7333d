package greenloom.kernel.session;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.repl.CellRequest;
import greenloom.kernel.repl.Completeness;
import greenloom.kernel.repl.Completions;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.LiveGreenlet;
import greenloom.kernel.repl.Outcome;
import greenloom.kernel.repl.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Understands {@code fail}, {@code wait}, {@code show x} and {@code nothing}; any other cell has its source as value. */
final class ScriptedEvaluator implements Evaluator {
    final CompletableFuture<Outcome> waiting = new CompletableFuture<>();
    private Optional<Outputs> outputs = Optional.empty();

    void printTo(Outputs target) {
        outputs = Optional.of(target);
    }

    @Override
    public void execute(CellRequest cell, Consumer<Outcome> onEnd) {
        switch (cell.code().strip().split(" ")[0]) {
            case "fail" -> onEnd.accept(new Outcome.Failed("Oops", "it failed", List.of("line 1")));
            case "wait" -> {
                var _ = waiting.thenAccept(onEnd);
            }
            case "nothing" -> onEnd.accept(new Outcome.Value(Optional.empty()));
            case "show" -> {
                outputs.orElseThrow().display(cell.cell(), MimeBundle.text(cell.code()), Optional.empty());
                onEnd.accept(new Outcome.Value(Optional.empty()));
            }
            default -> onEnd.accept(new Outcome.Value(Optional.of(MimeBundle.text(cell.code()))));
        }
    }

    @Override
    public void spawn(CellRequest cell, String name, Runnable onCompiled, Consumer<Outcome> onEnd) {
        onCompiled.run();
        execute(cell, onEnd);
    }

    @Override
    public void endSubshell(String id) {}

    @Override
    public void interrupt() {
        waiting.complete(new Outcome.Failed("Interrupted", "by the user", List.of()));
    }

    @Override
    public Completeness isComplete(String code) {
        return code.endsWith("{") ? new Completeness.Incomplete("    ") : new Completeness.Complete();
    }

    @Override
    public Completions complete(String code, int cursor) {
        return new Completions(List.of(new Completions.Match("println", "function")), cursor - 2, cursor);
    }

    @Override
    public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
        return code.isEmpty() ? Optional.empty() : Optional.of(new MimeBundle(Map.of("text/plain", code), Map.of()));
    }

    @Override
    public List<LiveGreenlet> greenlets() {
        return List.of();
    }

    @Override
    public Workspace workspace() {
        throw new UnsupportedOperationException("nothing is declared here");
    }

    @Override
    public void close() {}
}
