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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the JDK's public classes by their last name. Looks through all of them each time: asked only after an error. */
final class JdkClasses {
    private static final int MOST = 3;

    private JdkClasses() {}

    /** Their whole names, the likeliest first: {@code java.net.http.HttpClient} for {@code HttpClient}. */
    static List<String> named(String simpleName) {
        String end = "/" + simpleName + ".class";
        return ModuleFinder.ofSystem().findAll().stream()
                .filter(module -> module.descriptor().name().startsWith("java."))
                .flatMap(module -> exported(module, end))
                .sorted(Comparator.comparing((String name) -> !name.startsWith("java."))
                        .thenComparingInt(String::length))
                .limit(MOST).toList();
    }

    private static Stream<String> exported(ModuleReference module, String end) {
        Set<String> packages = module.descriptor().exports().stream().filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source).collect(Collectors.toSet());
        try (ModuleReader reader = module.open(); Stream<String> files = reader.list()) {
            return files.filter(file -> file.endsWith(end))
                    .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> packages.contains(name.substring(0, name.lastIndexOf('.')))).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
