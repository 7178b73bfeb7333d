package greenloom.kernel.magic;

import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.repl.Ansi;
import greenloom.kernel.repl.CellRequest;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Runs cells: their Java and their magics, in the order of their lines, up to the first that fails. */
public final class CellRunner {
    private static final String ERROR = "MagicError";

    private final Evaluator evaluator;
    private final Outputs outputs;
    private final Magics magics;

    /** A runner of cells whose Java {@code evaluator} runs. */
    public CellRunner(Evaluator evaluator, Outputs outputs, Magics magics) {
        this.evaluator = evaluator;
        this.outputs = outputs;
        this.magics = magics;
    }

    /** Runs a cell and waits for its end; its result is that of its last part. */
    public Outcome run(Cell cell, String source) throws InterruptedException {
        Outcome outcome = new Outcome.Value(Optional.empty());
        String lines = source.replace("\r\n", "\n").replace('\r', '\n');
        for (Part part : new Script(lines).parts()) {
            outcome = run(cell, part, lines);
            if (outcome instanceof Outcome.Failed) {
                break;
            }
        }
        return outcome;
    }

    private Outcome run(Cell cell, Part part, String source) throws InterruptedException {
        return switch (part) {
            case Part.Java(String code) -> evaluate(new CellRequest(cell, code, source));
            case Part.Line line -> guarded(
                    cell, source, line.at(), () -> magics.run(line, call(cell, line.arguments())));
            case Part.Whole whole -> guarded(
                    cell, source, whole.at(),
                    () -> magics.run(whole, call(cell, whole.arguments()),
                            new CellRequest(cell, whole.body(), source)));
        };
    }

    private Outcome evaluate(CellRequest request) throws InterruptedException {
        BlockingQueue<Outcome> end = new ArrayBlockingQueue<>(1); // giving into it never waits, by whatever thread
        evaluator.execute(request, end::offer);
        return end.take();
    }

    private MagicCall call(Cell cell, String arguments) {
        return new MagicCall(cell, arguments, text -> outputs.print(cell, text));
    }

    @FunctionalInterface
    private interface Step {
        Outcome run() throws MagicException, InterruptedException;
    }

    private static Outcome guarded(Cell cell, String source, int at, Step step) throws InterruptedException {
        try {
            return step.run();
        } catch (MagicException e) {
            return failed(cell, source, at, String.valueOf(e.getMessage()));
        }
    }

    private static Outcome failed(Cell cell, String source, int at, String sentence) {
        long line = source.substring(0, at).lines().count() + 1;
        String text = source.substring(at).lines().findFirst().orElse("");
        return new Outcome.Failed(
                ERROR, sentence,
                List.of(Ansi.red(ERROR) + ": " + sentence, Ansi.green("Cell " + cell) + ", line " + line,
                        "    " + text));
    }
}
