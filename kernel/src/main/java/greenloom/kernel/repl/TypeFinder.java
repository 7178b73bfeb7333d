package greenloom.kernel.repl;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the class that a simple name stands for in the notebook. */
final class TypeFinder {
    private final ClassLoader loader;
    private final Map<String, String> own;
    private final List<String> imports;

    /**
     * @param own the notebook's types, by their names there, with the names of their classes
     * @param imports as they are written
     */
    TypeFinder(ClassLoader loader, Map<String, String> own, List<String> imports) {
        this.loader = loader;
        this.own = own;
        this.imports = imports;
    }

    Stream<String> simpleNames() {
        return Stream.concat(own.keySet().stream(),
                Stream.of("System", "String", "Math", "Integer", "Double", "Thread", "List", "Map", "Set", "Object"));
    }

    Optional<Class<?>> find(String name) {
        Stream<String> imported = imports.stream().filter(line -> !line.startsWith("import static "))
                .map(line -> line.replaceFirst("^import (?:module )?", "").replace(";", ""))
                .filter(line -> line.endsWith(".*") || line.endsWith("." + name))
                .map(line -> line.replace("*", name));
        return Stream.of(Stream.ofNullable(own.get(name)), Stream.of(name, "java.lang." + name), imported)
                .flatMap(names -> names).flatMap(each -> load(each).stream()).findFirst();
    }

    private Optional<Class<?>> load(String name) {
        try {
            return Optional.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }
}
