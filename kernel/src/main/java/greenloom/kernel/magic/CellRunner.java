package greenloom.kernel.magic;

import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.repl.Ansi;
import greenloom.kernel.repl.CellRequest;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs cells: their Java and their magics, up to the first that fails. All Java is compiled before any of it runs; when
 * magics do is told by their {@link LineMagic#turn}.
 */
public final class CellRunner {
    private static final String ERROR = "MagicError";
    private static final Outcome NOTHING = new Outcome.Value(Optional.empty());

    private final Evaluator evaluator;
    private final Outputs outputs;
    private final Magics magics;

    /** A runner of cells whose Java {@code evaluator} runs. */
    public CellRunner(Evaluator evaluator, Outputs outputs, Magics magics) {
        this.evaluator = evaluator;
        this.outputs = outputs;
        this.magics = magics;
    }

    /** Runs a cell and waits for its end; its result is that of what comes last. On a thread with {@link Evaluator#STACK}. */
    public Outcome run(Cell cell, String source) throws InterruptedException {
        String lines = source.replace("\r\n", "\n").replace('\r', '\n');
        Script script = new Script(lines);
        if (script.parts().size() == 1 && script.parts().getFirst() instanceof Part.Whole whole) {
            return guarded(cell, lines, whole.at(), () -> magics.run(whole, call(cell, whole.arguments()),
                    new CellRequest(cell, whole.body(), lines, List.of())));
        }
        List<Line> all = new ArrayList<>();
        for (Part part : script.parts()) {
            if (part instanceof Part.Line line) {
                Outcome known = guarded(cell, lines, line.at(), () -> {
                    all.add(new Line(line, magics.of(line)));
                    return NOTHING;
                });
                if (known instanceof Outcome.Failed) {
                    return known;
                }
            }
        }
        return new Lines(cell, script.java(), lines).run(all);
    }

    private record Line(Part.Line part, LineMagic magic) {
        boolean is(LineMagic.Turn turn) {
            return magic.turn() == turn;
        }
    }

    /** The run of one cell whose magics have lines of their own. */
    private final class Lines {
        private final Cell cell;
        private final String java;
        private final String source;

        Lines(Cell cell, String java, String source) {
            this.cell = cell;
            this.java = java;
            this.source = source;
        }

        Outcome run(List<Line> all) throws InterruptedException {
            Outcome outcome = NOTHING;
            for (Line first : all.stream().filter(line -> line.is(LineMagic.Turn.FIRST)).toList()) {
                outcome = run(first);
                if (outcome instanceof Outcome.Failed) {
                    return outcome;
                }
            }
            int from = 0;
            List<CellRequest.Stop> stops = new ArrayList<>();
            for (Line line : all) {
                // Also where there is nothing left to do a statement ends.
                CellRequest.Step step = line.is(LineMagic.Turn.FIRST) ? () -> NOTHING : () -> run(line);
                stops.add(new CellRequest.Stop(line.part().at(), step));
                if (line.is(LineMagic.Turn.DIVIDING)) {
                    outcome = evaluate(from, line.part().at(), stops, outcome);
                    if (outcome instanceof Outcome.Failed) {
                        return outcome;
                    }
                    from = line.part().at();
                    stops.clear();
                }
            }
            return evaluate(from, java.length(), stops, outcome);
        }

        private Outcome run(Line line) throws InterruptedException {
            return guarded(cell, source, line.part().at(),
                    () -> new Outcome.Value(line.magic().run(call(cell, line.part().arguments()))));
        }

        /** The outcome of a stretch of the cell; {@code before} where there is nothing in it. */
        private Outcome evaluate(int from, int to, List<CellRequest.Stop> stops, Outcome before)
                throws InterruptedException {
            if (stops.isEmpty() && java.substring(from, to).isBlank()) {
                return before;
            }
            String code = java.substring(0, from).replaceAll("[^\\n]", " ") + java.substring(from, to);
            return evaluator.evaluate(new CellRequest(cell, code, source, List.copyOf(stops)));
        }
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
