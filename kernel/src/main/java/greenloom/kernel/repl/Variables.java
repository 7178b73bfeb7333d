package greenloom.kernel.repl;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a notebook and their values. Where JShell replaces the class around a declaration by another one, its
 * variables take over what they held. Done when the piece runs for which it is replaced, not when it is compiled: until
 * then the old ones count.
 */
final class Variables {
    private final CellLoader loader;
    private final Storage storage;

    private final ReentrantLock beginning = new ReentrantLock();

    /** For each set of snippets the wrapper class that counts. */
    private final Map<String, String> latest = new ConcurrentHashMap<>();

    /** Where each variable is. */
    private final Map<String, Field> places = new ConcurrentHashMap<>();

    Variables(CellLoader loader, Storage storage) {
        this.loader = loader;
        this.storage = storage;
    }

    /** From now on what these wrapper classes declare counts; {@code changes} is told what that means. Any thread. */
    void begin(List<String> wrappers, Changes changes) {
        if (!wrappers.isEmpty()) {
            beginning.lock(); // cells of two shells may begin at once
            try {
                replace(wrappers, changes);
            } finally {
                beginning.unlock();
            }
        }
    }

    private void replace(List<String> wrappers, Changes changes) {
        for (String name : wrappers) {
            String before = latest.put(Names.versionless(name), name);
            try {
                List<Field> moved = fields(Class.forName(name, false, loader)).filter(field -> place(field, changes))
                        .toList();
                if (before != null && !before.equals(name)) {
                    loader.defined(before).ifPresent(old -> changes.replaced(old, moved));
                }
            } catch (ClassNotFoundException | LinkageError e) {
                changes.lost(Names.clean(name));
            }
        }
    }

    private static Stream<Field> fields(Class<?> wrapper) {
        return Arrays.stream(wrapper.getDeclaredFields()).filter(field -> Modifier.isStatic(field.getModifiers()));
    }

    /** Whether a variable that was there has another place now. */
    private boolean place(Field declared, Changes changes) {
        try {
            String owner = storage.owner(declared.getName(), declared.getType());
            Field place = owner == null ? declared
                    : Class.forName(owner, false, loader).getDeclaredField(declared.getName());
            place.setAccessible(true);
            Field before = places.put(place.getName(), place);
            boolean moved = before != null && !before.equals(place);
            if (moved) {
                carryOver(before, place, changes);
            }
            return moved;
        } catch (ReflectiveOperationException | LinkageError e) {
            changes.lost(declared.getName());
            return true;
        }
    }

    private static void carryOver(Field from, Field to, Changes changes) throws ReflectiveOperationException {
        Object value = from.get(null);
        boolean fits = to.getType().isPrimitive() ? to.getType() == from.getType()
                : value == null || to.getType().isInstance(value);
        if (fits) {
            to.set(null, value);
        } else if (typeName(from).equals(typeName(to))) {
            changes.lost(to.getName());
        }
    }

    private static String typeName(Field field) {
        return Names.clean(field.getType().getName());
    }

    /** From now on there is no such variable, and nothing keeps its value. Any thread. */
    void forget(String name) {
        Field place = places.remove(name);
        if (place != null) {
            try {
                place.set(null, Array.get(Array.newInstance(place.getType(), 1), 0));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("a variable's field was made accessible", e);
            }
        }
    }

    /** All of them, with their values. Any thread. */
    SortedMap<String, @Nullable Object> values() {
        SortedMap<String, @Nullable Object> all = new TreeMap<>();
        places.forEach((name, place) -> {
            if (!name.startsWith("$")) {
                all.put(name, value(place));
            }
        });
        return all;
    }

    private static @Nullable Object value(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException | LinkageError e) {
            return null;
        }
    }
}
