package greenloom.kernel.repl;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What every notebook finds around its code: a class path and imports. */
final class Surroundings {
    /** One class of each library that user code may use. */
    private static final List<String> LIBRARIES = List.of(
            "greenloom.Async",
            "greenloom.kernel.display.MimeBundle",
            "com.fasterxml.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.core.JsonFactory",
            "com.fasterxml.jackson.annotation.JsonProperty");

    private static final List<String> OWN_PACKAGES = List.of("greenloom", "greenloom.web");

    private static final List<String> JDK_PACKAGES = List.of(
            "java.util",
            "java.util.function",
            "java.util.stream",
            "java.util.concurrent",
            "java.time",
            "java.io",
            "java.math",
            "java.nio.file");

    private Surroundings() {}

    static List<Path> classPath() {
        return LIBRARIES.stream().flatMap(Surroundings::jarOf).distinct().toList();
    }

    private static Stream<Path> jarOf(String className) {
        try {
            CodeSource source = Class.forName(className, false, Surroundings.class.getClassLoader())
                    .getProtectionDomain().getCodeSource();
            return source == null ? Stream.empty() : Stream.of(Path.of(source.getLocation().toURI()));
        } catch (ClassNotFoundException e) {
            return Stream.empty();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Not a path: the place of " + className, e);
        }
    }

    /** The names that the imports of members bring. */
    static List<String> members() {
        return Stream.of("greenloom.Async", "greenloom.kernel.display.Display").flatMap(Surroundings::methodsOf)
                .distinct()
                .toList();
    }

    private static Stream<String> methodsOf(String className) {
        try {
            return Arrays.stream(Class.forName(className, false, Surroundings.class.getClassLoader()).getMethods())
                    .filter(method -> Modifier.isStatic(method.getModifiers())).map(Method::getName);
        } catch (ClassNotFoundException e) {
            return Stream.empty();
        }
    }

    /** The imports that a notebook starts with, as far as {@code files} has what they name. */
    static List<String> imports(VisibleFiles files) {
        Stream<String> own = OWN_PACKAGES.stream().filter(files::has);
        Stream<String> all = Stream.concat(own, JDK_PACKAGES.stream()).map(name -> "import " + name + ".*;");
        Stream<String> members = files.has("greenloom")
                ? Stream.of("import static greenloom.Async.*;", "import static greenloom.kernel.display.Display.*;")
                : Stream.empty();
        return Stream.of(all, Stream.of("import java.net.URI;"), members).flatMap(lines -> lines).toList();
    }
}
