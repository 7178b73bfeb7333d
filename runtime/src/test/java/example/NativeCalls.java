package example;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What a user may have in a package of their own: calls that no virtual thread can be parked in. */
public final class NativeCalls {
    private static final MethodHandle SLEEP = sleep();

    private NativeCalls() {}

    @SuppressWarnings("restricted") // A native call is what is tested.
    private static MethodHandle sleep() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("sleep"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    public static void sleepNatively(int seconds) throws Throwable {
        for (int left = seconds; left > 0;) {
            left = (int) SLEEP.invokeExact(left);
        }
    }
}
