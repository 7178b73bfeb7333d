package greenloom.kernel;

import greenloom.kernel.doctor.Doctor;
import greenloom.kernel.magic.CellRunner;
import greenloom.kernel.output.Cell;
import greenloom.kernel.repl.Outcome;
import greenloom.kernel.runner.NotebookSink;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** {@code doctor}: says what is found, what is missing, and the one command that mends it. */
final class DoctorCommand {
    private static final int MISSING = 1;

    private DoctorCommand() {}

    /** The exit status: 0 if nothing is missing that the kernel cannot do without. */
    static int run(PrintStream out) throws InterruptedException {
        return new Doctor(home(), System.getenv()).examine(trouble(), out) ? 0 : MISSING;
    }

    /** Why a cell does not run, if it does not. */
    private static Optional<String> trouble() throws InterruptedException {
        Workbench bench = new Workbench(new NotebookSink(), (_, _) -> {});
        bench.outputs().start();
        try {
            Outcome outcome = new CellRunner(bench.evaluator(), bench.outputs(), bench.magics())
                    .run(Cell.detached(1), "1 + 1");
            return switch (outcome) {
                case Outcome.Value(var result, _) ->
                    result.map(bundle -> bundle.data().get("text/plain")).filter("2"::equals).isPresent()
                            ? Optional.empty()
                            : Optional.of("1 + 1 is " + result);
                case Outcome.Failed(var name, var message, _) -> Optional.of(name + ": " + message);
            };
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** What the jar's {@code lib} lies in. */
    private static Path home() {
        try {
            Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return Objects.requireNonNull(Objects.requireNonNull(jar.getParent()).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Not a path: the place of the kernel's jar", e);
        }
    }
}
