package greenloom.kernel;

import greenloom.kernel.console.Console;
import greenloom.kernel.console.TerminalSink;
import greenloom.kernel.history.HistoryPlace;
import greenloom.kernel.runner.Leftovers;
import java.io.IOException;

/** {@code console}: a front end in the terminal, in this process. */
final class ConsoleCommand {
    private static final String HISTORY = "console-history"; // beside the one of cells that front ends send
    private static final long CLOSING_MILLIS = 2000;

    private ConsoleCommand() {}

    /**
     * Runs until the user ends it; greenlets that are left then are cancelled.
     *
     * @throws IOException with a sentence, if the terminal cannot be had
     */
    static void run() throws IOException, InterruptedException {
        Descendants.endWithThisProcess();
        TerminalSink screen = new TerminalSink();
        Workbench bench = new Workbench(screen, (_, _) -> {});
        try (Console console = new Console(screen, bench.outputs(), bench.evaluator(), bench.results(),
                bench.magics(), HistoryPlace.ofThisUser().map(file -> file.resolveSibling(HISTORY)))) {
            bench.replaceStandardStreams(console.prompter());
            console.run(
                    "Greenloom on JDK " + Runtime.version() + ": await at the prompt, %lsmagic for commands, ?name for"
                            + " help, Ctrl-C to interrupt, Ctrl-D to end");
            bench.results().stop();
            new Leftovers(bench.loop()).end();
            bench.outputs().close(CLOSING_MILLIS);
        }
    }
}
