package greenloom.kernel.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import greenloom.kernel.magic.CellRunner;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.LiveResults;
import greenloom.kernel.repl.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One execution of a notebook: its cells in their order, then what they left running. */
public final class NotebookRun {
    private static final long INTERRUPT_SECONDS = 5;
    private static final String RAISES = "raises-exception";

    private final NotebookSink sink;
    private final Outputs outputs;
    private final Evaluator evaluator;
    private final LiveResults results;
    private final CellRunner runner;
    private final Progress progress;
    private final List<Executed> executed = new ArrayList<>();

    /** A cell of the file and what it was run as. */
    private record Executed(NotebookCell source, Cell cell, OutputArea area) {
        void keep() {
            source.setResult(new JsonPrimitive(cell.number()), area.json());
        }

        boolean hasFailed() {
            return area.hasFailed() && !source.isTagged(RAISES);
        }
    }

    /** A run whose outputs go to {@code sink}. */
    public NotebookRun(NotebookSink sink, Outputs outputs, Evaluator evaluator, LiveResults results, CellRunner runner,
            Progress progress) {
        this.sink = sink;
        this.outputs = outputs;
        this.evaluator = evaluator;
        this.results = results;
        this.runner = runner;
        this.progress = progress;
    }

    /**
     * Executes the notebook; its outputs are in it afterwards, also if a cell failed.
     *
     * @param leftovers what cells left running
     * @return whether all went well
     */
    public boolean run(NotebookFile notebook, RunOptions options, Leftovers leftovers) throws InterruptedException {
        if (!options.params().isEmpty()) {
            notebook.inject(options.params());
        }
        notebook.sign(Runtime.version().toString());
        List<NotebookCell> cells = notebook.cells().stream().filter(NotebookCell::isCode).toList();
        cells.forEach(cell -> cell.setResult(JsonNull.INSTANCE, new JsonArray()));
        var _ = evaluator.isComplete(""); // waits for the evaluator, whose start is no cell's time
        boolean cellsWell = runCells(cells, options);
        leftovers.await(options.grace(), results);
        leftovers.tell(outputs, progress);
        results.stop(); // what was running when the notebook ended is shown as running
        leftovers.end();
        for (Executed each : executed) {
            outputs.flush(each.cell());
            each.keep();
            each.area().lateFailures().forEach(what -> progress.tell(each.cell() + " failed late: " + what));
        }
        return cellsWell && (options.allowErrors() || executed.stream().noneMatch(Executed::hasFailed));
    }

    private boolean runCells(List<NotebookCell> cells, RunOptions options) throws InterruptedException {
        for (int i = 0; i < cells.size(); i++) {
            NotebookCell cell = cells.get(i);
            if (cell.source().isBlank()) {
                continue;
            }
            progress.begin(i + 1, cells.size(), cell.source());
            Optional<Outcome.Failed> failure = run(cell, options.timeout());
            progress.end(i + 1, cells.size(), cell.source(),
                    failure.map(failed -> failed.name() + ": " + failed.message()).orElse("ok"));
            if (failure.isPresent() && !options.allowErrors() && !cell.isTagged(RAISES)) {
                return false;
            }
        }
        return true;
    }

    private Optional<Outcome.Failed> run(NotebookCell source, double timeout) throws InterruptedException {
        OutputArea area = sink.newArea();
        Cell cell = new Cell(executed.size() + 1, source.id(), false, false, true, area);
        executed.add(new Executed(source, cell, area));
        outputs.begin(cell);
        Outcome outcome = within(timeout, cell, source.source());
        if (outcome instanceof Outcome.Value value && value.live().isPresent()) {
            results.show(cell, value);
        }
        outputs.end(cell);
        if (outcome instanceof Outcome.Value(var result, var live) && live.isEmpty()) {
            result.filter(bundle -> !bundle.data().isEmpty()).ifPresent(bundle -> area.result(bundle, cell.number()));
        }
        if (outcome instanceof Outcome.Failed failed) {
            area.error(failed.name(), failed.message(), failed.traceback());
            return Optional.of(failed);
        }
        return Optional.empty();
    }

    private Outcome within(double timeout, Cell cell, String source) throws InterruptedException {
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        Thread.ofPlatform().daemon().stackSize(Evaluator.STACK).name("greenloom-cell")
                .start(() -> run(cell, source, end));
        try {
            return timeout == 0 ? end.get() : end.get((long) (timeout * 1e9), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return stopped(end, timeout);
        } catch (ExecutionException e) {
            throw new IllegalStateException(cell + " could not be run: " + e.getMessage(), e);
        }
    }

    private void run(Cell cell, String source, CompletableFuture<Outcome> end) {
        try {
            end.complete(runner.run(cell, source));
        } catch (InterruptedException | RuntimeException | Error e) {
            end.completeExceptionally(e);
        }
    }

    private Outcome stopped(CompletableFuture<Outcome> end, double timeout) throws InterruptedException {
        String sentence = "The cell was still running after " + timeout + " s (--timeout)";
        evaluator.interrupt();
        List<String> where = List.of();
        try {
            where = end.get(INTERRUPT_SECONDS, TimeUnit.SECONDS) instanceof Outcome.Failed failed ? failed.traceback()
                    : where;
        } catch (TimeoutException | ExecutionException e) {
            sentence += ", and did not let itself be interrupted";
        }
        return new Outcome.Failed("CellTimeout", sentence,
                where.isEmpty() ? List.of("CellTimeout: " + sentence) : where);
    }
}
