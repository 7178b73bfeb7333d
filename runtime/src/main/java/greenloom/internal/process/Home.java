package greenloom.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a task's classes are at home.
 *
 * @param loader who defines them
 * @param version as of when
 */
public record Home(ClassLoader loader, int version) {
    /** The home of what {@code author} has written, as it is now: a notebook's code may hand on what the JDK has written. */
    static Home of(Object author) {
        ClassLoader own = author.getClass().getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = own instanceof Origin ? own
                : context instanceof Origin ? context : own == null ? ClassLoader.getSystemClassLoader() : own;
        return new Home(loader, loader instanceof Origin origin ? origin.version() : 0);
    }

    /** Whence a worker takes classes itself: addresses, one a line. */
    String libraries() {
        URL[] places = switch (loader) {
            case Origin origin -> origin.getURLs();
            case URLClassLoader urls -> urls.getURLs();
            default -> new URL[0];
        };
        return Arrays.stream(places).map(URL::toString).collect(Collectors.joining("\n"));
    }

    /** The bytes of a class that a worker has not found; null if there is none. */
    byte @Nullable [] classFile(String name) throws IOException {
        byte[] bytes = loader instanceof Origin origin ? origin.classFile(name, version) : null;
        if (bytes != null) {
            return bytes;
        }
        try (InputStream file = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
            return file == null ? null : file.readAllBytes();
        }
    }
}
