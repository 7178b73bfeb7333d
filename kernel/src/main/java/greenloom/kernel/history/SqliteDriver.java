package greenloom.kernel.history;

import greenloom.kernel.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Loads SQLite, from the directory {@code sqlite} beside the kernel's jar and by a class loader of its own: no start waits for
 * it, and a notebook may load another version of it.
 */
final class SqliteDriver {
    private static final String DRIVER = "org.sqlite.JDBC";

    /** Where the driver unpacks its native library, and from where it would take another one. */
    private static final String UNPACKED_IN = "org.sqlite.tmpdir";

    private SqliteDriver() {}

    /** Connects to the database {@code file}, which others may use: a transaction begins when no other writes. */
    static Connection connect(Path file) throws SQLException {
        Properties properties = new Properties();
        // One that read first and wrote then would be refused at once, without waiting, where another did the same.
        properties.setProperty("transaction_mode", "IMMEDIATE");
        return Holder.LOADED.driver().connect("jdbc:sqlite:" + file, properties);
    }

    /** The driver, or why there is none. */
    private record Loaded(List<Driver> found, String why) {
        Driver driver() throws SQLException {
            if (found.isEmpty()) {
                throw new SQLException(why);
            }
            return found.getFirst();
        }
    }

    // Tried once: where it cannot be loaded, it never can.
    private static final class Holder {
        static final Loaded LOADED = load();

        private static Loaded load() {
            try {
                return new Loaded(List.of(SqliteDriver.load()), "");
            } catch (ReflectiveOperationException | IOException | URISyntaxException | RuntimeException
                    | LinkageError e) {
                return new Loaded(List.of(), "SQLite cannot be loaded: " + e);
            }
        }
    }

    private static Driver load() throws ReflectiveOperationException, IOException, URISyntaxException {
        ClassLoader loader = loader();
        if (PrivateFiles.POSIX) {
            loadNative(loader);
        }
        return (Driver) loader.loadClass(DRIVER).getConstructor().newInstance();
    }

    /** Has it unpack its native library in a private place, and takes that away at once: nothing stays behind a killed kernel. */
    private static void loadNative(ClassLoader loader) throws ReflectiveOperationException, IOException {
        String before = System.getProperty(UNPACKED_IN);
        Path place = Files.createTempDirectory("greenloom-sqlite");
        System.setProperty(UNPACKED_IN, place.toString());
        try {
            loader.loadClass("org.sqlite.SQLiteJDBCLoader").getMethod("initialize").invoke(null);
        } finally {
            restore(before);
            try (Stream<Path> unpacked = Files.list(place)) {
                for (Path file : unpacked.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(place);
        }
    }

    private static void restore(@Nullable String before) {
        if (before == null) {
            System.clearProperty(UNPACKED_IN);
        } else {
            System.setProperty(UNPACKED_IN, before);
        }
    }

    private static ClassLoader loader() throws IOException, URISyntaxException {
        URI place = SqliteDriver.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        Path libraries = Path.of(place).resolveSibling("sqlite");
        if (!Files.isDirectory(libraries)) {
            return SqliteDriver.class.getClassLoader(); // out of a build's directories, where all is together
        }
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(libraries, "*.jar")) {
            for (Path file : files) {
                jars.add(file.toUri().toURL());
            }
        }
        return new URLClassLoader("greenloom-sqlite", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
