package greenloom.kernel.deps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Loads Maven's resolver, from the directory {@code maven} beside the kernel's jar and by a class loader of its own: no
 * start waits for it, and its libraries meet neither the kernel's nor the user's.
 */
public final class Resolvers {
    /** Of the logging facade that Maven's resolver uses. */
    private static final String VERBOSITY = "slf4j.internal.verbosity";
    private static final String IMPLEMENTATION = "greenloom.kernel.deps.mima.MimaResolver";

    private Resolvers() {}

    /**
     * A resolver.
     *
     * @param settings Maven's settings; the user's own if empty
     */
    public static Resolver load(Optional<Path> settings) {
        if (System.getProperty(VERBOSITY) == null) {
            System.setProperty(VERBOSITY, "ERROR"); // else it would tell the user's cell that nobody listens to it
        }
        try {
            Constructor<?> constructor = loader().loadClass(IMPLEMENTATION).getConstructor(Optional.class);
            return (Resolver) constructor.newInstance(settings);
        } catch (ReflectiveOperationException | URISyntaxException e) {
            throw new IllegalStateException("This installation lacks Maven's resolver: " + e, e);
        }
    }

    private static ClassLoader loader() throws URISyntaxException {
        Path kernel = Path.of(Resolvers.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path libraries = kernel.resolveSibling("maven");
        return Files.isRegularFile(kernel) && Files.isDirectory(libraries) ? Apart.of(kernel, libraries)
                : Resolvers.class.getClassLoader(); // out of a build's directories, where all is together
    }

    /** Looks into its own jars first. */
    private static final class Apart extends URLClassLoader {
        private Apart(URL[] urls, ClassLoader parent) {
            super("greenloom-maven", urls, parent);
        }

        static Apart of(Path kernel, Path libraries) {
            try (Stream<Path> files = Files.list(libraries)) {
                List<URL> urls = new ArrayList<>();
                urls.add(url(kernel));
                files.filter(file -> file.toString().endsWith(".jar")).sorted().map(Apart::url).forEach(urls::add);
                return new Apart(urls.toArray(URL[]::new), Resolvers.class.getClassLoader());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static URL url(Path file) {
            try {
                return file.toUri().toURL();
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Of the kernel only the package that knows the resolver: the rest has to be the same classes for both sides. */
        private static boolean isOwn(String name) {
            return name.startsWith("greenloom.") ? name.startsWith("greenloom.kernel.deps.mima.")
                    : !name.startsWith("java.") && !name.startsWith("javax.") && !name.startsWith("jdk.");
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && isOwn(name)) {
                    try {
                        loaded = findClass(name);
                    } catch (ClassNotFoundException e) {
                        loaded = super.loadClass(name, false);
                    }
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }
    }
}
