package greenloom.internal.weave;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Weaves plain programs: {@code java -javaagent:greenloom-runtime.jar ...}, or {@code Launcher-Agent-Class} in a program's own manifest. */
public final class Agent implements ClassFileTransformer {
    private final Weaver weaver = new Weaver(List.of(), List.of());

    private Agent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new Agent());
    }

    /** Called by the JVM before {@code main} of a program whose manifest names this class. */
    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
        premain(arguments, instrumentation);
    }

    @Override
    public byte @Nullable [] transform(@Nullable ClassLoader loader, @Nullable String name,
            @Nullable Class<?> redefined, @Nullable ProtectionDomain domain, byte[] bytes) {
        if (loader == null || name == null || isOurs(domain)) {
            return null;
        }
        byte[] woven = weaver.weave(name.replace('/', '.'), bytes, new Neighbours(_ -> null, loader));
        return woven == bytes ? null : woven;
    }

    private static boolean isOurs(@Nullable ProtectionDomain domain) {
        return domain == null || domain.getCodeSource() == null
                || domain.getCodeSource().equals(Agent.class.getProtectionDomain().getCodeSource());
    }
}
