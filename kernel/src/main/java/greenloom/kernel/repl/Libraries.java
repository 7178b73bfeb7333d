package greenloom.kernel.repl;

import greenloom.internal.weave.Neighbours;
import greenloom.internal.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The classes of libraries that would end the process: programs with a {@code main}, argument parsers, test runners. They
 * are the one kind that is woven; all others are defined as the JDK does it.
 */
final class Libraries {
    private static final Weaver WEAVER = new Weaver(List.of(new Redirects()), List.of());

    private Libraries() {}

    /**
     * A class to be defined instead of the one that is there.
     *
     * @param manifest of its jar, which may tell of its package
     */
    @SuppressWarnings("ArrayRecordComponent") // defined at once, compared by nobody
    record Changed(byte[] bytes, CodeSource source, Manifest manifest) {}

    /** What to define instead, if the class ends processes. */
    static Optional<Changed> changed(String name, @Nullable URL place, CellLoader loader) {
        if (place == null) {
            return Optional.empty();
        }
        try {
            URLConnection connection = place.openConnection();
            try (InputStream in = connection.getInputStream()) {
                byte[] bytes = in.readAllBytes();
                return endsProcesses(bytes)
                        ? Optional.of(new Changed(WEAVER.weave(name, bytes, new Neighbours(_ -> null, loader)),
                                source(connection),
                                manifest(connection)))
                        : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty(); // the JDK will say what is wrong with it
        }
    }

    /** By the names in its constants: one too many is woven in vain. */
    private static boolean endsProcesses(byte[] bytes) {
        String constants = new String(bytes, StandardCharsets.ISO_8859_1);
        return Stream.of("java/lang/System", "java/lang/Runtime").anyMatch(constants::contains)
                && Stream.of("exit", "halt").anyMatch(constants::contains);
    }

    /** Classes of one package have to be signed alike. */
    private static CodeSource source(URLConnection connection) throws IOException {
        return connection instanceof JarURLConnection jar
                ? new CodeSource(jar.getJarFileURL(), jar.getCertificates())
                : new CodeSource(connection.getURL(), (Certificate @Nullable []) null);
    }

    private static Manifest manifest(URLConnection connection) throws IOException {
        Manifest manifest = connection instanceof JarURLConnection jar ? jar.getManifest() : null;
        return manifest == null ? new Manifest() : manifest;
    }
}
