package greenloom.kernel;

import greenloom.EventLoop;
import greenloom.Greenlet;
import greenloom.kernel.display.Screens;
import greenloom.kernel.magic.ClassPath;
import greenloom.kernel.magic.FloodLimit;
import greenloom.kernel.magic.Kill;
import greenloom.kernel.magic.Late;
import greenloom.kernel.magic.ListTasks;
import greenloom.kernel.magic.Magics;
import greenloom.kernel.magic.Maven;
import greenloom.kernel.magic.Reset;
import greenloom.kernel.magic.Spawn;
import greenloom.kernel.magic.Who;
import greenloom.kernel.magic.Whos;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.output.Prompter;
import greenloom.kernel.output.Sink;
import greenloom.kernel.repl.CellThreads;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.JavaEvaluator;
import greenloom.kernel.repl.LiveResults;
import greenloom.kernel.repl.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** All that user code runs on and with, whoever sends the cells: a front end, or a file. */
final class Workbench {
    /** Loading classes on a busy machine holds a loop for tenths of a second: in a notebook only what is felt is told. */
    private static final double PATIENCE = 1;

    private final Outputs outputs;
    private final BiConsumer<Cell, String> onUncaught;
    private final LiveResults results;
    private final CompletableFuture<EventLoop> loop = new CompletableFuture<>();
    private final CompletableFuture<JavaEvaluator> explainer = new CompletableFuture<>();
    private final Evaluator evaluator;
    private final Magics magics;

    /**
     * A workbench whose outputs go to {@code sink}; its evaluator is being made while this returns.
     *
     * @param onUncaught told of each failure of a greenlet that nobody waits for, beside the cell
     */
    Workbench(Sink sink, BiConsumer<Cell, String> onUncaught) {
        this.onUncaught = onUncaught;
        outputs = new Outputs(sink, CellThreads::current);
        results = new LiveResults(outputs);
        evaluator = StartingEvaluator.make(this::makeEvaluator);
        magics = new Magics(
                List.of(new Late(outputs), new FloodLimit(outputs), new Spawn(evaluator, outputs, results),
                        new ListTasks(evaluator), new Kill(evaluator), new Who(evaluator), new Whos(evaluator),
                        new Reset(evaluator), new ClassPath(evaluator),
                        new Maven(evaluator)));
    }

    /** Gives the process's standard streams to cells, and its descriptors; questions to the user go to {@code prompter}. */
    void takeStandardStreams(Prompter prompter) {
        replaceStandardStreams(prompter);
        if (Settings.takesDescriptors(System.getenv())) {
            outputs.takeDescriptors();
        }
    }

    /** Gives the process's standard streams to cells, but not its descriptors: for who writes to a terminal himself. */
    void replaceStandardStreams(Prompter prompter) {
        Settings.apply(System.getenv(), outputs);
        outputs.start();
        outputs.replaceStandardStreams();
        outputs.replaceStandardInput(prompter);
        Screens.connect(new CellScreen(outputs, prompter));
    }

    private Evaluator makeEvaluator() {
        EventLoop opened = openLoop("main");
        JavaEvaluator java = JavaEvaluator.open(opened, id -> openLoop("subshell " + id));
        explainer.complete(java);
        loop.complete(opened);
        return java;
    }

    private EventLoop openLoop(String name) {
        EventLoop opened = EventLoop.open(EventLoop.options().name(name).patience(PATIENCE));
        opened.setExceptionHandler((greenlet, error) -> tellUncaught(explainer.join(), greenlet, error));
        return opened;
    }

    /** Shows what nobody else will hear of, at the cell that spawned the greenlet; called on the greenlet. */
    private void tellUncaught(JavaEvaluator java, Greenlet<?> greenlet, Throwable error) {
        Cell cell = outputs.current();
        if (cell == null) {
            Log.warn("greenlet " + greenlet.name() + " failed before there was any cell", error);
            return;
        }
        Outcome.Failed shown = java.explain(error, greenlet);
        String heading = "Greenlet \"" + greenlet.name() + "\" failed, and nobody waits for it:\n";
        outputs.tell(cell, heading + String.join("\n", shown.traceback()) + "\n");
        onUncaught.accept(cell, shown.name() + ": " + shown.message());
    }

    Outputs outputs() {
        return outputs;
    }

    LiveResults results() {
        return results;
    }

    /** The loop on which the main shell's cells run; waits for it to be there. */
    EventLoop loop() {
        return loop.join();
    }

    Evaluator evaluator() {
        return evaluator;
    }

    Magics magics() {
        return magics;
    }
}
