package greenloom.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code install}. */
@Command(name = "install", description = "Adds the kernel to a Jupyter that you have.", mixinStandardHelpOptions = true)
final class Install implements Callable<Integer> {
    private static final int MINUTES = 3;

    @Mixin private Place place = new Place();

    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        Machine machine = Machine.here();
        Path spec = place.spec(machine);
        Packed.unpack(spec, true);
        describe(machine, spec);
        Optional<Path> jdk = machine.jdk();
        if (jdk.isPresent()) {
            Files.writeString(spec.resolve("jdk-home"), jdk.get() + "\n");
        }
        System.out.println("Jupyter finds it as '" + place.name + "' in " + spec);
        if (System.getenv().getOrDefault("GREENLOOM_NO_AOT", "").isEmpty()) {
            train(machine, spec);
        }
        return 0;
    }

    /** Jupyter would fill in {resource_dir}, too, but not every front end does. */
    private void describe(Machine machine, Path spec) throws IOException {
        Path description = spec.resolve("kernel.json");
        String launcher = machine.launcher(spec).toString().replace("\\", "\\\\").replace("\"", "\\\"");
        String text = Files.readString(description).replace("{resource_dir}/bin/greenloom-kernel", launcher);
        Files.writeString(description,
                place.name.equals("greenloom") ? text : text.replace("Java (Greenloom)", "Java (" + place.name + ")"));
    }

    /** Everything works without it, so a failure is only told. */
    private static void train(Machine machine, Path spec) throws IOException, InterruptedException {
        System.out.println("Training the JVM for quicker starts");
        Path log = Files.createTempFile("greenloom", ".log");
        try {
            Process training = Launch.prepare(machine, spec, List.of("--train")).redirectErrorStream(true)
                    .redirectOutput(log.toFile()).start();
            if (!training.waitFor(MINUTES, TimeUnit.MINUTES) || training.exitValue() != 0) {
                training.destroy();
                String last = Files.readString(log).strip();
                System.out.println("That did not work, so the kernel starts more slowly: "
                        + last.substring(last.lastIndexOf('\n') + 1));
            }
        } finally {
            Files.delete(log);
        }
    }
}
