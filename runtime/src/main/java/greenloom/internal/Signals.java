package greenloom.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. The JDK's class for them, {@code sun.misc.Signal} of module jdk.unsupported, is called by reflection, because
 * javac warns of each mention of it.
 */
public final class Signals {
    private Signals() {}

    /**
     * Has {@code handler} run, on a thread of the JVM's, each time signal {@code name} arrives.
     *
     * @param name the signal without {@code SIG}
     * @param handler what to run; short
     * @return brings back what was done before
     * @throws IllegalArgumentException if there is no such signal or it cannot be handled
     */
    public static Runnable handle(String name, Runnable handler) {
        Object before = install(name, proxy(handler));
        return () -> install(name, before);
    }

    private static Object proxy(Runnable handler) {
        Class<?> type = type("sun.misc.SignalHandler");
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            switch (method.getName()) {
                case "handle" -> handler.run();
                case "hashCode" -> {
                    return System.identityHashCode(self);
                }
                case "equals" -> {
                    return self == arguments[0];
                }
                default -> {
                    return "greenloom's signal handler";
                }
            }
            return null;
        });
    }

    private static Object install(String name, Object handler) {
        try {
            Class<?> type = type("sun.misc.Signal");
            Object signal = type.getConstructor(String.class).newInstance(name);
            Method handle = type.getMethod("handle", type, type("sun.misc.SignalHandler"));
            return handle.invoke(null, signal, handler);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("The signal " + name + " cannot be handled: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("This JDK has no signals: " + e.getMessage(), e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new UnsupportedOperationException("This JDK has no signals: module jdk.unsupported is missing", e);
        }
    }
}
