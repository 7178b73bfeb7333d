package greenloom.kernel.repl;

import greenloom.Generator;
import greenloom.Greenlet;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What can be reached from the value of a variable: elements of the JDK's arrays, collections and maps, and the fields
 * of all other objects. It looks at so many objects and no more: what it is asked for is worth a moment, not a pause.
 */
final class Holdings {
    private static final int MOST = 20_000;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> todo = new ArrayDeque<>();

    private Holdings(@Nullable Object start) {
        add(start);
    }

    /** Whether {@code value} is, or holds somewhere, an object like that. */
    static boolean any(@Nullable Object value, Predicate<Object> wanted) {
        Holdings holdings = new Holdings(value);
        while (!holdings.todo.isEmpty()) {
            Object next = holdings.todo.poll();
            if (wanted.test(next)) {
                return true;
            }
            holdings.open(next);
        }
        return false;
    }

    private void add(@Nullable Object found) {
        if (found != null && seen.size() < MOST && seen.add(found)) {
            todo.add(found);
        }
    }

    private void open(Object holder) {
        try {
            switch (holder) {
                case Object[] array -> Arrays.stream(array).forEach(this::add);
                case Collection<?> all when isOfJdk(all) -> all.forEach(this::add);
                case Map<?, ?> map when isOfJdk(map) -> map.forEach((key, value) -> {
                    add(key);
                    add(value);
                });
                case Optional<?> some -> some.ifPresent(this::add);
                case AtomicReference<?> reference -> add(reference.get());
                case Greenlet<?> _ -> {} // those that live are asked themselves
                case Generator<?, ?, ?> ended when ended.state() == Generator.State.CLOSED -> {}
                default -> openFields(holder);
            }
        } catch (RuntimeException e) {
            // Changed while it was looked at, or a view of a collection that fails: then it is not known.
        }
    }

    private static boolean isOfJdk(Object value) {
        ClassLoader loader = value.getClass().getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private void openFields(Object holder) {
        for (Class<?> type = holder.getClass(); type != null && !isOfJdk(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    add(read(field, holder));
                }
            }
        }
    }

    private static boolean isOfJdk(Class<?> type) {
        return type.getClassLoader() == null || type.getClassLoader() == ClassLoader.getPlatformClassLoader();
    }

    private static @Nullable Object read(Field field, Object holder) {
        try {
            return field.trySetAccessible() ? field.get(holder) : null;
        } catch (IllegalAccessException e) {
            return null;
        }
    }
}
