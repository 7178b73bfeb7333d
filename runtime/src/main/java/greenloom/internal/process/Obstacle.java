package greenloom.internal.process;

import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds, for people, the object that cannot be sent, and the way there: by fields, elements and what lambdas capture. */
final class Obstacle {
    /** Of so many objects and no more: it is worth a moment, not a pause. */
    private static final int MOST = 100_000;

    /** What JShell and the kernel put before the names of a notebook's classes. */
    private static final Pattern WRAPPER = Pattern.compile("^(REPL\\.)?\\$(JShell|Cell)\\$\\w+?[$.]");

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Step> todo = new ArrayDeque<>();

    /** @param name what it is called seen from the one before */
    private record Step(Object object, String name, @Nullable Step before) {
        String way() {
            return before == null ? name : before.way() + " → " + name;
        }
    }

    private Obstacle() {}

    /**
     * A sentence on it.
     *
     * @param root what was to be sent
     * @param name what that is called
     * @param failure what the JDK says
     */
    static String find(@Nullable Object root, String name, ObjectStreamException failure) {
        Obstacle search = new Obstacle();
        search.add(root, name, null);
        for (Step next = search.todo.poll(); next != null; next = search.todo.poll()) {
            if (!(next.object instanceof Serializable || next.object instanceof Path)) {
                return sentence(next);
            }
            search.open(next);
        }
        return name + " cannot be sent to another process: " + failure.getMessage();
    }

    private static String sentence(Step found) {
        Class<?> type = found.object.getClass();
        boolean isOwn = !isLambda(type) && !isOfJdk(found.object);
        return found.name + " is a " + (isLambda(type) ? "lambda that is not Serializable" : name(type))
                + ", which cannot be sent to another process"
                + (isOwn ? " unless it implements java.io.Serializable" : "")
                + (found.before == null ? "" : " (" + found.way() + ")");
    }

    private static boolean isLambda(Class<?> type) {
        return type.isHidden() && type.getName().contains("$$Lambda");
    }

    private static String name(Class<?> type) {
        String name = type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
        return WRAPPER.matcher(name).replaceFirst("");
    }

    private void add(@Nullable Object found, String name, @Nullable Step before) {
        if (found != null && seen.size() < MOST && seen.add(found)) {
            todo.add(new Step(found, name, before));
        }
    }

    private void open(Step step) {
        switch (step.object) {
            case Object[] array -> {
                for (int i = 0; i < array.length; i++) {
                    add(array[i], "element " + i, step);
                }
            }
            case Collection<?> all when isOfJdk(all) -> {
                int i = 0;
                for (Object each : all) {
                    add(each, "element " + i++, step);
                }
            }
            case Map<?, ?> map when isOfJdk(map) -> map.forEach((key, value) -> {
                add(key, "key `" + key + "`", step);
                add(value, "the value of `" + key + "`", step);
            });
            case Path _ -> {}
            default -> openFields(step);
        }
    }

    private static boolean isOfJdk(Object value) {
        return value.getClass().getModule().getDescriptor() != null && value.getClass().getName().startsWith("java");
    }

    private void openFields(Step step) {
        for (Class<?> type = step.object.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0
                        && !field.getType().isPrimitive()) {
                    add(read(field, step.object), isLambda(type) ? "what the lambda captures"
                            : "field `" + field.getName() + "` of `" + name(type) + "`", step);
                }
            }
        }
    }

    private static @Nullable Object read(Field field, Object holder) {
        try {
            return field.trySetAccessible() ? field.get(holder) : null;
        } catch (IllegalAccessException _) {
            return null; // the JDK's own: its sentence has to do
        }
    }
}
