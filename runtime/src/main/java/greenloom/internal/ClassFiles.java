package greenloom.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The bytes that classes were defined from. Programs that define classes themselves, such as notebook kernels, tell theirs with {@link #addSource}. */
public final class ClassFiles {
    private static final List<Function<Class<?>, byte @Nullable []>> SOURCES = new CopyOnWriteArrayList<>();

    private ClassFiles() {}

    /**
     * Has {@code source} asked first, before the class loaders.
     *
     * @param source answers the bytes a class was defined from, or null if it does not know them
     */
    public static void addSource(Function<Class<?>, byte @Nullable []> source) {
        SOURCES.add(source);
    }

    /**
     * Asks {@code source} no more.
     *
     * @param source what was added
     */
    public static void removeSource(Function<Class<?>, byte @Nullable []> source) {
        SOURCES.remove(source);
    }

    /** The bytes that {@code type} was defined from, or null if nobody has them. */
    static byte @Nullable [] of(Class<?> type) {
        for (Function<Class<?>, byte @Nullable []> source : SOURCES) {
            byte[] bytes = source.apply(type);
            if (bytes != null) {
                return bytes;
            }
        }
        return type.isHidden() ? null : ofResource(type);
    }

    private static byte @Nullable [] ofResource(Class<?> type) {
        try (InputStream resource = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return resource == null ? null : resource.readAllBytes();
        } catch (IOException _) {
            // As good as none: callers have a way of doing without.
            return null;
        }
    }
}
