package greenloom.kernel;

import greenloom.kernel.history.History;
import greenloom.kernel.history.HistoryPlace;
import greenloom.kernel.output.RealError;
import greenloom.kernel.transport.ConnectionInfo;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code greenloom-kernel CONNECTION_FILE}: runs a kernel until its front end shuts it down or is gone. */
public final class Main {
    private static final String USAGE = "usage: greenloom-kernel CONNECTION_FILE   (so front ends start it)\n       greenloom-kernel run NOTEBOOK.ipynb   (executes it here)"
            + "\n       greenloom-kernel --train   (so the launcher makes its next starts quick)";

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
        if (args.length > 0 && args[0].equals("run")) {
            System.exit(RunCommand.run(List.of(args).subList(1, args.length), terminal));
        }
        if (args.length == 0) { // more may follow: `jupyter run` hands its own arguments on to the kernel
            throw new IllegalArgumentException(USAGE);
        }
        if (args[0].equals("--train")) {
            Training.run();
            System.exit(0);
        }
        Descendants.endWithThisProcess();
        Kernel kernel = Kernel.start(ConnectionInfo.read(Path.of(args[0])), history());
        kernel.ending().withParent();
        Signals.onInterrupt(kernel::interrupt);
    }

    private static History history() {
        Path home = Path.of(System.getProperty("user.home"));
        return HistoryPlace.find(System.getenv(), System.getProperty("os.name"), home).map(History::in)
                .orElseGet(History::inMemory);
    }
}
