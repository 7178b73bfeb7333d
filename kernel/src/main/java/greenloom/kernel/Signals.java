package greenloom.kernel;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * The one signal that must not end a kernel: front ends in a terminal send Ctrl-C to the kernel too. By reflection,
 * because {@code sun.misc.Signal}, the JDK's only way, cannot be named without a warning.
 */
final class Signals {
    private Signals() {}

    /** Runs {@code action} at each SIGINT instead of ending the process. */
    static void onInterrupt(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object runsAction = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler},
                    (proxy, method, args) -> answer(proxy, method, args, action));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), runsAction);
        } catch (ReflectiveOperationException e) {
            Log.warn("SIGINT keeps ending the kernel: " + e);
        }
    }

    private static Object answer(Object proxy, Method method, Object[] args, Runnable action) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == args[0];
            case "toString" -> "greenloom's SIGINT handler";
            default -> {
                action.run();
                yield 0; // the method is void: nobody looks at it
            }
        };
    }
}
