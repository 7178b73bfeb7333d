package greenloom.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which kernelspec is meant: options that several commands have. */
final class Place {
    @ArgGroup
    @Nullable Where where;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "greenloom", description = "What Jupyter calls it (${DEFAULT-VALUE}): several versions may stand side by side.") String name = "";

    /** One of them. */
    static final class Where {
        @Option(names = "--user", description = "For you: this is so where no place is given.") boolean user;

        @Option(names = "--sys-prefix", description = "For the Python environment that is active.") boolean sysPrefix;

        @Option(names = "--prefix", paramLabel = "DIR", description = "Below DIR/share/jupyter.")
        @Nullable Path prefix;
    }

    /** The directory of the kernelspec. */
    Path spec(Machine machine) throws IOException, InterruptedException, Refusal {
        if (!name.matches("[a-z0-9._-]+")) {
            throw new Refusal("A kernel's name has small letters, digits, '.', '_' and '-' only, not " + name + ".");
        }
        return data(machine).resolve("kernels").resolve(name);
    }

    private Path data(Machine machine) throws IOException, InterruptedException, Refusal {
        if (where == null || where.user) {
            return machine.jupyterData();
        }
        Path prefix = where.prefix != null ? where.prefix.toAbsolutePath() : sysPrefix();
        return prefix.resolve("share").resolve("jupyter");
    }

    private static Path sysPrefix() throws IOException, InterruptedException, Refusal {
        for (String python : new String[] {"python3", "python"}) {
            try {
                Process asked = new ProcessBuilder(python, "-c", "import sys; print(sys.prefix)").start();
                String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                if (asked.waitFor() == 0) {
                    return Path.of(answer);
                }
            } catch (IOException e) {
                // There is none of that name: the next may be.
            }
        }
        throw new Refusal(
                "There is no Python on the PATH: activate the environment that Jupyter is in, or use --user or"
                        + " --prefix DIR.");
    }
}
