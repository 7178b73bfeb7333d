package greenloom.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: the kernel itself looks. */
@Command(name = "doctor", description = "Says what is found, what is missing, and the one command that mends it.", mixinStandardHelpOptions = true)
final class Doctor implements Callable<Integer> {
    @Mixin private Place place = new Place();

    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        Machine machine = Machine.here();
        Path spec = place.spec(machine);
        if (Files.exists(spec.resolve("kernel.json"))) {
            return Launch.run(machine, spec, List.of("doctor"));
        }
        try (Unpacked kernel = Unpacked.open(machine)) {
            return Launch.run(machine, kernel.home(), List.of("doctor"));
        }
    }
}
