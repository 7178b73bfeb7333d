package greenloom.install;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where things belong on this machine.
 *
 * @param environment its variables
 * @param system its name, as the JDK tells it
 * @param userHome the user's directory
 */
record Machine(Map<String, String> environment, String system, Path userHome) {

    /** The one that this runs on. A user may have set another HOME than the one that Java tells, and Jupyter goes by it. */
    static Machine here() {
        Map<String, String> environment = System.getenv();
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return new Machine(environment, System.getProperty("os.name").toLowerCase(Locale.ROOT), Path.of(home));
    }

    boolean isWindows() {
        return system.startsWith("windows");
    }

    private boolean isMac() {
        return system.startsWith("mac");
    }

    private Optional<Path> set(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isEmpty()).map(Path::of);
    }

    /** Jupyter's own data of the user, as Jupyter itself finds it. */
    Path jupyterData() {
        return set("JUPYTER_DATA_DIR").orElseGet(() -> isMac() ? userHome.resolve("Library/Jupyter")
                : isWindows() ? set("APPDATA").orElse(userHome.resolve("AppData/Roaming")).resolve("jupyter")
                        : set("XDG_DATA_HOME").orElse(userHome.resolve(".local/share")).resolve("jupyter"));
    }

    /** Where copies may lie that can be made again. */
    Path cache() {
        Path caches = isMac() ? userHome.resolve("Library/Caches")
                : isWindows() ? set("LOCALAPPDATA").orElse(userHome.resolve("AppData/Local"))
                        : set("XDG_CACHE_HOME").orElse(userHome.resolve(".cache"));
        return caches.resolve("greenloom");
    }

    /** What starts the kernel that lies in {@code home}. */
    Path launcher(Path home) {
        return home.resolve("bin").resolve(isWindows() ? "greenloom-kernel.cmd" : "greenloom-kernel");
    }

    /** The JDK that this program runs on, if the kernel could, too. */
    Optional<Path> jdk() {
        Path home = Path.of(System.getProperty("java.home"));
        boolean compiles = Files.exists(home.resolve("bin").resolve(isWindows() ? "javac.exe" : "javac"));
        return compiles && Runtime.version().feature() >= 25 ? Optional.of(home) : Optional.empty();
    }
}
