package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.repl.CellRequest;
import greenloom.kernel.repl.Completeness;
import greenloom.kernel.repl.Completions;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.LiveGreenlet;
import greenloom.kernel.repl.Outcome;
import greenloom.kernel.repl.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Notes what it is given; the word {@code fail} fails. */
record NotingEvaluator(List<String> seen) implements Evaluator {
    @Override
    public void execute(CellRequest cell, Consumer<Outcome> onEnd) {
        try {
            onEnd.accept(run(cell));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome run(CellRequest cell) throws InterruptedException {
        int from = 0;
        for (CellRequest.Stop stop : cell.stops()) {
            Outcome outcome = note(cell.code().substring(from, stop.at()));
            outcome = outcome instanceof Outcome.Failed ? outcome : stop.step().run();
            if (outcome instanceof Outcome.Failed) {
                return outcome;
            }
            from = stop.at();
        }
        return note(cell.code().substring(from));
    }

    private Outcome note(String code) {
        if (!code.isBlank()) {
            seen.add(code.strip());
        }
        return code.strip().equals("fail") ? new Outcome.Failed("Oops", "it failed", List.of())
                : new Outcome.Value(Optional.empty());
    }

    @Override
    public void spawn(CellRequest cell, String name, Runnable onCompiled, Consumer<Outcome> onEnd) {
        onCompiled.run();
        execute(cell, onEnd);
    }

    @Override
    public void endSubshell(String id) {}

    @Override
    public void interrupt() {}

    @Override
    public Completeness isComplete(String code) {
        return new Completeness.Complete();
    }

    @Override
    public Completions complete(String code, int cursor) {
        return new Completions(List.of(), cursor, cursor);
    }

    @Override
    public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
        return Optional.empty();
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
