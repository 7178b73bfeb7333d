package greenloom.install;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code run NOTEBOOK}: its options are the kernel's. */
@Command(name = "run", description = "Executes a notebook in one process, without Jupyter; run alone tells its options.")
final class Run implements Callable<Integer> {
    @Unmatched private final List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        Machine machine = Machine.here();
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(arguments);
        try (Unpacked kernel = Unpacked.open(machine)) {
            return Launch.run(machine, kernel.home(), all);
        }
    }
}
