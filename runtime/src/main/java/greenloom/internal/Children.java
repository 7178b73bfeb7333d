package greenloom.internal;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** The plain virtual threads that live on a loop, started there by JDK means. Carrier only. */
final class Children {
    private final IdentityHashMap<Runnable, Thread> threads = new IdentityHashMap<>();

    /** Some thread ran whose end cannot be seen on this JDK. */
    private boolean unknown;

    /** A slice of the thread with that continuation begins. */
    void runs(Runnable continuation) {
        if (!unknown && !threads.containsKey(continuation)) {
            Thread thread = VirtualThreads.threadOf(continuation);
            unknown |= thread == null;
            if (thread != null) {
                threads.put(continuation, thread);
            }
        }
    }

    /** A slice of the thread with that continuation is over. */
    void ran(Runnable continuation) {
        Thread thread = threads.get(continuation);
        if (thread != null && isOver(thread)) {
            threads.remove(continuation);
        }
    }

    private static boolean isOver(@Nullable Thread thread) {
        return thread != null && thread.getState() == Thread.State.TERMINATED;
    }

    /** Whether any lives. */
    boolean anyLives() {
        return unknown || !threads.isEmpty();
    }
}
