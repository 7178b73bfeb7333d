package greenloom.kernel.repl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the JDK's public packages and classes. Looks through all of them each time: asked only after an error. */
final class JdkClasses {
    private static final int MOST = 3;
    private static final String CLASS = ".class";

    private JdkClasses() {}

    /** Their whole names, the likeliest first: {@code java.net.http.HttpClient} for {@code HttpClient}. */
    static List<String> named(String simpleName) {
        String end = "." + simpleName;
        return classes(_ -> true, name -> name.endsWith(end))
                .sorted(Comparator.comparing((String name) -> !name.startsWith("java."))
                        .thenComparingInt(String::length))
                .limit(MOST).toList();
    }

    /** The simple names of the classes in a package; empty where the JDK has none of that name. */
    static List<String> in(String packageName) {
        int length = packageName.length() + 1;
        return classes(module -> exported(module).contains(packageName),
                name -> name.lastIndexOf('.') == length - 1 && name.startsWith(packageName + "."))
                .map(name -> name.substring(length)).filter(name -> !name.contains("$")).toList();
    }

    /** The names of the packages that programs may use. */
    static List<String> packages() {
        return modules().flatMap(module -> exported(module).stream()).toList();
    }

    private static Stream<ModuleReference> modules() {
        return ModuleFinder.ofSystem().findAll().stream()
                .filter(module -> module.descriptor().name().startsWith("java."));
    }

    private static Stream<String> classes(Predicate<ModuleReference> where, Predicate<String> wanted) {
        return modules().filter(where).flatMap(module -> exportedClasses(module, wanted));
    }

    private static Set<String> exported(ModuleReference module) {
        return module.descriptor().exports().stream().filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source).collect(Collectors.toSet());
    }

    private static Stream<String> exportedClasses(ModuleReference module, Predicate<String> wanted) {
        Set<String> packages = exported(module);
        try (ModuleReader reader = module.open(); Stream<String> files = reader.list()) {
            return files.filter(file -> file.endsWith(CLASS) && file.contains("/"))
                    .map(file -> file.substring(0, file.length() - CLASS.length()).replace('/', '.'))
                    .filter(wanted.and(name -> packages.contains(name.substring(0, name.lastIndexOf('.')))))
                    .toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
