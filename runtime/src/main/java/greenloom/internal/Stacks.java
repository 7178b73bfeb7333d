package greenloom.internal;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads stacks as users want to see them: without what carries them. */
public final class Stacks {
    private Stacks() {}

    /** The frames without the loop's machinery and the JDK's way into it. */
    public static List<StackTraceElement> withoutMachinery(StackTraceElement[] stack) {
        return Stream.of(stack).filter(frame -> !isMachinery(frame.getClassName())).toList();
    }

    private static boolean isMachinery(String name) {
        return name.startsWith("greenloom.internal.") || name.equals("java.lang.VirtualThread")
                || name.equals("java.lang.System$1")
                || name.equals("java.util.concurrent.locks.LockSupport");
    }

    /** The JDK's method that the innermost code outside the JDK has called, such as {@code Thread.sleep}; null if none was. */
    static @Nullable String callOfJdk(StackTraceElement[] stack) {
        StackTraceElement call = null;
        for (StackTraceElement frame : stack) {
            if (!isJdk(frame)) {
                return call == null ? null : simpleName(call.getClassName()) + "." + call.getMethodName();
            }
            call = frame;
        }
        return null;
    }

    /** Whether the frame is the JDK's own. */
    static boolean isJdk(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("java.") || name.startsWith("javax.") || name.startsWith("jdk.")
                || name.startsWith("sun.");
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
