package greenloom.kernel.history;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the history is: beside what Jupyter keeps for its user, unless {@code GREENLOOM_HISTORY} names a file, or says
 * {@code off}.
 */
public final class HistoryPlace {
    private static final String VARIABLE = "GREENLOOM_HISTORY";

    private HistoryPlace() {}

    /** The file of the user whose process this is; none if the history is to end with the kernel. */
    public static Optional<Path> ofThisUser() {
        return find(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    }

    /**
     * The file; none if the history is to end with the kernel.
     *
     * @param environment the process's environment variables
     * @param system the name of the operating system, as {@code os.name}
     * @param home the user's home directory
     */
    public static Optional<Path> find(Map<String, String> environment, String system, Path home) {
        String asked = environment.getOrDefault(VARIABLE, "");
        if (asked.equals("off")) {
            return Optional.empty();
        }
        Path file = asked.isEmpty() ? jupyter(environment, system, home).resolve("greenloom/history.sqlite")
                : Path.of(asked).toAbsolutePath();
        return Optional.of(file).filter(Path::isAbsolute); // a user without a home has a relative one
    }

    /** The directory that Jupyter itself calls the user's data directory. */
    private static Path jupyter(Map<String, String> environment, String system, Path home) {
        String set = environment.getOrDefault("JUPYTER_DATA_DIR", "");
        if (!set.isEmpty()) {
            return Path.of(set).toAbsolutePath();
        }
        if (system.startsWith("Mac")) {
            return home.resolve("Library/Jupyter");
        }
        if (system.startsWith("Windows")) {
            return Path.of(environment.getOrDefault("APPDATA", home.toString()), "jupyter");
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        return (data.isEmpty() ? home.resolve(".local/share") : Path.of(data)).resolve("jupyter");
    }
}
