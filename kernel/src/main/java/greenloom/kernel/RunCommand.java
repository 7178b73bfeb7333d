package greenloom.kernel;

import greenloom.kernel.magic.CellRunner;
import greenloom.kernel.output.Cell;
import greenloom.kernel.runner.HtmlPage;
import greenloom.kernel.runner.Leftovers;
import greenloom.kernel.runner.NotebookFile;
import greenloom.kernel.runner.NotebookRun;
import greenloom.kernel.runner.NotebookSink;
import greenloom.kernel.runner.Progress;
import greenloom.kernel.runner.RunOptions;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code run NOTEBOOK}: executes a notebook in this process and writes it with its outputs. */
final class RunCommand {
    private static final int FAILED = 1;
    private static final long CLOSING_MILLIS = 2000;

    private RunCommand() {}

    /**
     * Runs it, telling on {@code terminal}.
     *
     * @return the exit status: 0 if all cells and their greenlets went well, 1 if not
     * @throws IllegalArgumentException with a sentence, if the arguments are wrong
     * @throws IOException with a sentence, if a file cannot be read or written
     */
    static int run(List<String> args, PrintStream terminal) throws IOException, InterruptedException {
        RunOptions options = RunOptions.parse(args);
        NotebookFile notebook = NotebookFile.read(options.notebook());
        Progress progress = new Progress(terminal,
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
        boolean well = execute(notebook, options, progress);
        notebook.write(options.out());
        terminal.println("Executed notebook: " + options.out());
        if (options.html().isPresent()) {
            Path page = options.html().get();
            HtmlPage.of(notebook, String.valueOf(options.notebook().getFileName())).write(page);
            terminal.println("The same as a page: " + page);
        }
        return well ? 0 : FAILED;
    }

    private static boolean execute(NotebookFile notebook, RunOptions options, Progress progress)
            throws InterruptedException {
        NotebookSink sink = new NotebookSink();
        Workbench bench = new Workbench(sink, sink::failedLate);
        bench.takeStandardStreams(RunCommand::refuse);
        CellRunner runner = new CellRunner(bench.evaluator(), bench.outputs(), bench.magics());
        Signals.onInterrupt(bench.evaluator()::interrupt);
        boolean well = new NotebookRun(sink, bench.outputs(), bench.evaluator(), bench.results(), runner, progress)
                .run(notebook, options, new Leftovers(bench.loop()));
        bench.outputs().close(CLOSING_MILLIS);
        return well;
    }

    private static String refuse(Cell cell, String prompt, boolean password) {
        throw new IllegalStateException(
                cell + " cannot ask the user for input: notebooks that are run as files have none.");
    }
}
