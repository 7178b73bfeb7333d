package greenloom.kernel.repl;

import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Which cells' classes each class of a cell calls or reads: those it was compiled against, which it stays with when
 * others take their place. Any thread.
 */
final class References {
    private final Map<String, Set<String>> byClass = new ConcurrentHashMap<>();

    /** Reads them from a class that is about to be defined, or redefined. */
    void read(String name, byte[] bytes) {
        byClass.put(name, StreamSupport.stream(ClassFile.of().parse(bytes).constantPool().spliterator(), false)
                .flatMap(entry -> nameOf(entry).stream())
                .filter(Names::isUsers)
                .map(Names::outermost)
                .filter(other -> !other.equals(Names.outermost(name)))
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static Set<String> nameOf(PoolEntry entry) {
        return entry instanceof ClassEntry type && !type.asSymbol().isArray()
                ? Set.of(type.asInternalName().replace('/', '.'))
                : Set.of();
    }

    /** Whether the class {@code name} uses one of the outermost classes {@code others}. */
    boolean anyOf(String name, Set<String> others) {
        return byClass.getOrDefault(name, Set.of()).stream().anyMatch(others::contains);
    }
}
