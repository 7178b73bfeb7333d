package greenloom.install;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code console}. */
@Command(name = "console", description = "Runs cells that are typed in this terminal.", mixinStandardHelpOptions = true)
final class Console implements Callable<Integer> {
    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        Machine machine = Machine.here();
        try (Unpacked kernel = Unpacked.open(machine)) {
            return Launch.run(machine, kernel.home(), List.of("console"));
        }
    }
}
