package greenloom.kernel;

import greenloom.kernel.history.History;
import greenloom.kernel.history.HistoryPlace;
import greenloom.kernel.output.RealError;
import greenloom.kernel.repl.CellWorker;
import greenloom.kernel.transport.ConnectionInfo;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code greenloom-kernel CONNECTION_FILE}: runs a kernel until its front end shuts it down or is gone; or does what else there is. */
public final class Main {
    private static final String USAGE = """
            usage: greenloom-kernel CONNECTION_FILE      so front ends start it
                   greenloom-kernel run NOTEBOOK.ipynb   executes a notebook here
                   greenloom-kernel console              runs cells that are typed here
                   greenloom-kernel doctor               says what is found, what is missing, and what mends it
                   greenloom-kernel --train              makes the next starts quick""";

    private Main() {}

    /** Starts a kernel, or trains one. */
    public static void main(String[] args) {
        PrintStream terminal = RealError.stream();
        try {
            run(args, terminal);
        } catch (InterruptedException e) {
            System.exit(2); // nobody else interrupts this thread
        } catch (IOException | IllegalArgumentException e) {
            terminal.println("greenloom: " + e.getMessage());
            System.exit(2);
        }
    }

    private static void run(String[] args, PrintStream terminal) throws IOException, InterruptedException {
        CellWorker.startWith(Main.class);
        // More may follow, where a front end starts it: `jupyter run` hands its own arguments on to the kernel.
        switch (args.length == 0 ? "" : args[0]) {
            case "" -> throw new IllegalArgumentException(USAGE);
            case CellWorker.OPTION -> CellWorker.run();
            case "run" -> System.exit(RunCommand.run(List.of(args).subList(1, args.length), terminal));
            case "console" -> {
                ConsoleCommand.run();
                System.exit(0);
            }
            case "doctor" -> System.exit(DoctorCommand.run(System.out));
            case "--train" -> {
                Training.run();
                System.exit(0);
            }
            default -> {
                Descendants.endWithThisProcess();
                Kernel kernel = Kernel.start(ConnectionInfo.read(Path.of(args[0])), history());
                kernel.ending().withParent();
                Signals.onInterrupt(kernel::interrupt);
            }
        }
    }

    private static History history() {
        return HistoryPlace.ofThisUser().map(History::in).orElseGet(History::inMemory);
    }
}
