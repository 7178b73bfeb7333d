package greenloom.kernel.magic;

import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.repl.CellRequest;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.LiveResults;
import greenloom.kernel.repl.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * {@code %%spawn}: the cell's code runs as a greenlet beside later cells. The cell itself ends when it is compiled, so that
 * later ones can name what it declares, and fails if it does not compile; all else comes to it later.
 */
public final class Spawn implements CellMagic {
    private final Evaluator evaluator;
    private final Outputs outputs;
    private final LiveResults results;

    /** Has {@code evaluator} run them. */
    public Spawn(Evaluator evaluator, Outputs outputs, LiveResults results) {
        this.evaluator = evaluator;
        this.outputs = outputs;
        this.results = results;
    }

    @Override
    public String name() {
        return "spawn";
    }

    @Override
    public String arguments() {
        return "[NAME]";
    }

    @Override
    public String summary() {
        return "Runs the cell as a greenlet, called NAME, and goes on at once; what it prints and its result come to its cell.";
    }

    @Override
    public Outcome run(MagicCall call, CellRequest body) throws MagicException, InterruptedException {
        if (call.words().size() > 1) {
            throw MagicException.usage(this);
        }
        Cell cell = call.cell();
        String name = call.arguments().isEmpty() ? cell.toString() : call.arguments();
        CompletableFuture<Outcome> begun = new CompletableFuture<>();
        results.expect();
        evaluator.spawn(
                body, name, () -> begun.complete(new Outcome.Value(Optional.empty())), end -> {
                    if (!begun.complete(end)) {
                        show(cell, end);
                    }
                    results.arrived();
                });
        try {
            return begun.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes it exceptionally", e);
        }
    }

    private void show(Cell cell, Outcome end) {
        switch (end) {
            case Outcome.Value value -> results.show(cell, value);
            case Outcome.Failed(String name, String message, List<String> traceback) ->
                outputs.error(cell, name, message, traceback);
        }
    }
}
