package greenloom.kernel.repl;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Carries the values of variables over when JShell replaces the class that holds them by another one, and would forget
 * them. Done when the piece runs for which they are replaced, not when it is compiled: until then the old ones count.
 */
final class Transplant {
    private final CellLoader loader;
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();

    /** For each set of snippets the wrapper class whose variables count. */
    private final Map<String, String> latest = new ConcurrentHashMap<>();

    Transplant(CellLoader loader) {
        this.loader = loader;
    }

    /** From now on the variables of these wrapper classes count: they take over what those before them hold. Any thread. */
    void carryOver(List<String> holders) {
        for (String name : holders) {
            String before = latest.put(Names.versionless(name), name);
            if (before != null && !before.equals(name)) {
                loader.defined(before).ifPresent(old -> carryOver(old, name));
            }
        }
    }

    private void carryOver(Class<?> old, String name) {
        try {
            for (Field field : Class.forName(name, false, loader).getDeclaredFields()) {
                Optional<Field> source = same(old, field);
                if (source.isPresent()) {
                    carryOver(source.get(), field);
                }
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            lost.add(Names.clean(name));
        }
    }

    private static Optional<Field> same(Class<?> old, Field field) {
        boolean carried = Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers());
        try {
            return carried ? Optional.of(old.getDeclaredField(field.getName())) : Optional.empty();
        } catch (NoSuchFieldException e) {
            return Optional.empty();
        }
    }

    private void carryOver(Field from, Field to) throws ReflectiveOperationException {
        from.setAccessible(true);
        to.setAccessible(true);
        Object value = from.get(null);
        boolean fits = to.getType().isPrimitive() ? to.getType() == from.getType()
                : value == null || to.getType().isInstance(value);
        if (fits) {
            to.set(null, value);
        } else if (typeName(from).equals(typeName(to))) {
            lost.add(to.getName());
        }
    }

    /** The variables whose values could not be carried over since last time, though nobody has declared them anew. */
    List<String> lost() {
        List<String> names = lost.stream().distinct().toList();
        lost.clear();
        return names;
    }

    private static String typeName(Field field) {
        return Names.clean(field.getType().getName());
    }
}
