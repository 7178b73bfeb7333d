package greenloom.kernel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * The one signal that must not end a kernel: front ends in a terminal send Ctrl-C to the kernel too. By reflection,
 * because {@code sun.misc.Signal}, the JDK's only way, cannot be named without a warning.
 */
final class Signals {
    private static final int SIGINT = 2;

    private Signals() {}

    /** Runs {@code action} at each SIGINT instead of ending the process. */
    static void onInterrupt(Runnable action) {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object runsAction = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler},
                    (proxy, method, args) -> answer(proxy, method, args, action));
            Field ignored = handler.getField("SIG_IGN");
            if (handle(handler, runsAction) == ignored.get(null)) {
                // So a shell starts what it runs in the background, and the JVM leaves a signal alone that was ignored when it began.
                stopIgnoring();
                handle(handler, runsAction);
            }
        } catch (ReflectiveOperationException e) {
            Log.warn("SIGINT keeps ending the kernel: " + e);
        }
    }

    /** What was done at the signal until now. */
    private static Object handle(Class<?> handlerType, Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        return signal.getMethod("handle", signal, handlerType)
                .invoke(null, signal.getConstructor(String.class).newInstance("INT"), handler);
    }

    /** C's {@code signal(SIGINT, SIG_DFL)}. */
    @SuppressWarnings("restricted") // the kernel's manifest enables native access
    private static void stopIgnoring() {
        Linker linker = Linker.nativeLinker();
        MethodHandle signal = linker.downcallHandle(linker.defaultLookup().findOrThrow("signal"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try {
            MemorySegment _ = (MemorySegment) signal.invokeExact(SIGINT, MemorySegment.NULL);
        } catch (Throwable e) {
            throw new IllegalStateException("C's signal was called with other types than it was linked with", e);
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
