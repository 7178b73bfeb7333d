package greenloom.kernel.repl;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the class that a simple name stands for in the notebook. */
final class TypeFinder {
    private static final String STATIC = "import static ";

    private final ClassLoader loader;
    private final Map<String, String> own;
    private final List<String> imports;
    private final VisibleFiles files;

    /**
     * @param own the notebook's types, by their names there, with the names of their classes
     * @param imports as they are written
     * @param files where the class path's classes are
     */
    TypeFinder(ClassLoader loader, Map<String, String> own, List<String> imports, VisibleFiles files) {
        this.loader = loader;
        this.own = own;
        this.imports = imports;
        this.files = files;
    }

    /** What types may be called where the cell is. */
    Stream<String> simpleNames() {
        Stream<String> packages = imports.stream()
                .filter(line -> line.endsWith(".*;") && !line.startsWith(STATIC))
                .map(line -> line.substring("import ".length(), line.length() - ".*;".length()));
        return Stream.concat(own.keySet().stream(),
                Stream.concat(Stream.of("java.lang"), packages).flatMap(this::namesIn));
    }

    /** The simple names of the classes in a package, of the JDK or of the class path. */
    Stream<String> namesIn(String packageName) {
        return Stream.concat(JdkClasses.in(packageName).stream(), files.in(packageName).stream());
    }

    Optional<Class<?>> find(String name) {
        Stream<String> imported = imports.stream().filter(line -> !line.startsWith(STATIC))
                .map(line -> line.replaceFirst("^import (?:module )?", "").replace(";", ""))
                .filter(line -> line.endsWith(".*") || line.endsWith("." + name))
                .map(line -> line.replace("*", name));
        return Stream.of(Stream.ofNullable(own.get(name)), Stream.of(name, "java.lang." + name), imported)
                .flatMap(names -> names).flatMap(each -> load(each).stream()).findFirst();
    }

    /** The classes of which all members are imported. */
    Stream<Class<?>> ofStaticImports() {
        return imports.stream().filter(line -> line.startsWith(STATIC) && line.endsWith(".*;"))
                .map(line -> line.substring(STATIC.length(), line.length() - ".*;".length()))
                .flatMap(name -> load(name).stream());
    }

    /** The class, or the one inside a class that {@code name} has a dot for. */
    private Optional<Class<?>> load(String name) {
        try {
            return Optional.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            int dot = name.lastIndexOf('.');
            boolean inside = dot > 0 && Character.isUpperCase(name.charAt(name.lastIndexOf('.', dot - 1) + 1));
            return inside ? load(name.substring(0, dot) + "$" + name.substring(dot + 1)) : Optional.empty();
        }
    }
}
