package greenloom.kernel.repl;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Runs the method that a piece was compiled to, on its cell's greenlet, with the engine's lock given back meanwhile. */
final class Invoker {
    private final CellLoader loader;
    private final ReentrantLock lock;

    Invoker(CellLoader loader, ReentrantLock lock) {
        this.loader = loader;
        this.lock = lock;
    }

    /** Waits for its end; what it throws is thrown. Called with the lock held. */
    @Nullable Object invoke(String className, String methodName, Foreground foreground) throws Throwable {
        Method method = loader.loadClass(className).getDeclaredMethod(methodName);
        method.setAccessible(true);
        lock.unlock();
        try {
            return foreground.call(() -> call(method));
        } finally {
            lock.lock();
        }
    }

    private static @Nullable Object call(Method method) throws Exception {
        try {
            return method.invoke(null);
        } catch (InvocationTargetException e) {
            throw Thrown.sneaky(e.getCause());
        }
    }

    /** Takes a value out of a static field, so that the class does not keep it. */
    @Nullable Object take(String className, String fieldName) throws ReflectiveOperationException {
        var field = loader.loadClass(className).getDeclaredField(fieldName);
        field.setAccessible(true);
        Object value = field.get(null);
        field.set(null, null);
        return value;
    }
}
