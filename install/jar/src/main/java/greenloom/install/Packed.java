package greenloom.install;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

/** The kernel as it lies in this jar: a directory that runs wherever it is unpacked. */
final class Packed {
    private static final String HOME = "home/";

    private Packed() {}

    /** This jar. */
    static Path jar() {
        try {
            return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Not a path: the place of this jar", e);
        }
    }

    private static List<JarEntry> files(JarFile jar) throws Refusal {
        List<JarEntry> files = jar.stream().filter(entry -> entry.getName().startsWith(HOME) && !entry.isDirectory())
                .toList();
        if (files.isEmpty()) {
            throw new Refusal("There is no kernel in " + jar.getName() + ": build it with install/jar/build.");
        }
        return files;
    }

    /** A name that another kernel would not have. */
    static String id() throws IOException, Refusal {
        try (JarFile jar = new JarFile(jar().toFile())) {
            CRC32 sum = new CRC32();
            for (JarEntry file : files(jar)) {
                sum.update((file.getName() + ":" + file.getCrc() + ":" + file.getSize() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
            return String.format("%08x", sum.getValue());
        }
    }

    /**
     * Puts it into {@code place}, whole or not at all.
     *
     * @param replace whether what is there is taken away; else it stays and is taken to be the same
     */
    static void unpack(Path place, boolean replace) throws IOException, Refusal {
        Path parent = Files.createDirectories(Objects.requireNonNull(place.toAbsolutePath().getParent()));
        Path begun = Files.createTempDirectory(parent, ".greenloom");
        try (JarFile jar = new JarFile(jar().toFile())) {
            for (JarEntry file : files(jar)) {
                unpack(jar, file, begun);
            }
            begun.toFile().setReadable(true, false); // temporary directories are their owner's alone
            begun.toFile().setExecutable(true, false);
            if (replace) {
                Trees.delete(place);
            }
            move(begun, place);
        } finally {
            Trees.delete(begun);
        }
    }

    private static void move(Path begun, Path place) throws IOException {
        try {
            Files.move(begun, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.exists(place)) { // else another process was quicker
                throw e;
            }
        }
    }

    private static void unpack(JarFile jar, JarEntry file, Path to) throws IOException {
        Path path = to.resolve(file.getName().substring(HOME.length())).normalize();
        if (!path.startsWith(to)) {
            throw new FileAlreadyExistsException(path.toString(), null, "outside of " + to);
        }
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        try (InputStream in = jar.getInputStream(file)) {
            Files.copy(in, path);
        }
        if (path.startsWith(to.resolve("bin"))) {
            File program = path.toFile();
            program.setExecutable(true, false);
        }
    }
}
