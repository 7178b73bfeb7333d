package greenloom.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code uninstall}. */
@Command(name = "uninstall", description = "Takes away what install, run and console have put on this machine.", mixinStandardHelpOptions = true)
final class Uninstall implements Callable<Integer> {
    @Mixin private Place place = new Place();

    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        Machine machine = Machine.here();
        Trees.delete(machine.cache());
        Path spec = place.spec(machine);
        if (!Files.exists(spec.resolve("kernel.json"))) {
            throw new Refusal("There is no kernelspec " + spec + ".");
        }
        Trees.delete(spec);
        System.out.println("Removed the kernelspec " + spec);
        return 0;
    }
}
