package greenloom.kernel.doctor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first Jupyter on the path of commands, and whether it sees a kernelspec. */
final class Jupyter {
    private final Map<String, String> environment;
    private final Path spec;
    private final String installing;

    /** What {@code environment} leads to, the kernelspec {@code spec}, and the command that installs one. */
    Jupyter(Map<String, String> environment, Path spec, String installing) {
        this.environment = environment;
        this.spec = spec;
        this.installing = installing;
    }

    Finding look() throws InterruptedException {
        Optional<Path> command = command();
        if (command.isEmpty()) {
            return Finding.missing("no Jupyter on the path", "pip install jupyterlab");
        }
        String named = command.get().toString();
        try {
            Optional<Path> seen = seenBy(command.get());
            return seen.isPresent() && Files.isSameFile(seen.get(), spec)
                    ? Finding.fine("Jupyter (" + named + ") sees the kernel")
                    : Finding.missing("Jupyter (" + named + ") does not see " + spec, mend());
        } catch (IOException | JsonParseException | IllegalStateException e) {
            return Finding.missing("Jupyter (" + named + ") does not list its kernels: " + e.getMessage(),
                    "pip install jupyterlab");
        }
    }

    private Optional<Path> command() {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(place -> !place.isEmpty())
                .flatMap(place -> Stream.of("jupyter", "jupyter.exe").map(Path.of(place)::resolve))
                .filter(Files::isExecutable).findFirst();
    }

    private static Optional<Path> seenBy(Path command) throws IOException, InterruptedException {
        Process listing = new ProcessBuilder(command.toString(), "kernelspec", "list", "--json")
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String listed = new String(listing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (listing.waitFor() != 0) {
            throw new IOException("it ended with the status " + listing.exitValue());
        }
        JsonObject specs = JsonParser.parseString(listed).getAsJsonObject().getAsJsonObject("kernelspecs");
        @Nullable JsonElement ours = specs.get("greenloom");
        return Optional.ofNullable(ours)
                .map(found -> Path.of(found.getAsJsonObject().get("resource_dir").getAsString()));
    }

    private String mend() {
        @Nullable Path kernels = spec.getParent();
        if (kernels == null || !kernels.endsWith("kernels")) {
            return installing;
        }
        return "JUPYTER_PATH=" + kernels.getParent() + " jupyter lab";
    }
}
