package greenloom.kernel.doctor;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the installation that this process was started from. */
public final class Doctor {
    private static final String USED = "greenloom.aot"; // set by the launcher
    // Set by whatever installed the kernel: the commands that it has for it.
    private static final String INSTALL = "GREENLOOM_DOCTOR_INSTALL";
    private static final String TRAIN = "GREENLOOM_DOCTOR_TRAIN";

    private final Path home;
    private final Map<String, String> environment;

    /** A look at the kernel in {@code home}, with the variables of {@code environment}. */
    public Doctor(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    /**
     * Tells what is found.
     *
     * @param trouble why a cell does not run, if it does not
     * @return whether nothing is missing that the kernel cannot do without
     */
    public boolean examine(Optional<String> trouble, PrintStream out) throws InterruptedException {
        List<Finding> findings = List.of(
                Finding.fine("JDK " + Runtime.version() + " in " + System.getProperty("java.home")),
                new Jupyter(environment, home, installing()).look(),
                trouble.map(why -> Finding.missing("a cell does not run: " + why, installing()))
                        .orElse(Finding.fine("a cell runs")),
                training());
        findings.forEach(out::println);
        return findings.stream().noneMatch(Finding::needed);
    }

    private String installing() {
        return environment.getOrDefault(INSTALL, "install/kernelspec --user");
    }

    private Finding training() {
        String launcher = home.resolve("bin").resolve("greenloom-kernel").toString();
        return System.getProperty(USED) != null
                ? Finding.fine("the JVM is trained")
                : Finding.advice("the JVM is not trained: it starts in twice the time",
                        environment.getOrDefault(TRAIN, launcher + " --train"));
    }
}
