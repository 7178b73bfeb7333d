package greenloom.internal.process;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Defines, in a worker, the classes that only the pool's process knows. One for each state of a notebook's classes: old and new ones live side by side. */
final class WorkerLoader extends URLClassLoader {
    private final Function<String, byte @Nullable []> source;

    /** @param source asked for the bytes of classes; null for those that there are not */
    WorkerLoader(URL[] libraries, ClassLoader parent, Function<String, byte @Nullable []> source) {
        super("greenloom-worker", libraries, parent);
        this.source = source;
        setDefaultAssertionStatus(true);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = source.apply(name);
        return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
    }
}
