package greenloom.kernel.repl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where user code runs: all that the evaluator knows of the event loop. */
interface UserThreads {

    /** Begins {@code body} on a greenlet of its own; returns at once. Any thread. */
    Running start(String name, @Nullable Object attachment, Runnable body);

    /** Whether {@code thrown} is what a wait throws that was ended by {@link Running#deliver}. */
    boolean isInterruption(Throwable thrown);

    /** Looks for a moment whether one of them, of whatever cell, lets no other run, and if so throws {@code error} in it. */
    default void stopHolder(Throwable error) throws InterruptedException {}

    /** All that live here but the caller's own, if it is one. Any thread. */
    default List<Live> others() {
        return List.of();
    }

    /**
     * A greenlet as it is now.
     *
     * @param attachment what it was started with, itself or the one that spawned it
     * @param stack where it is, the innermost frame first
     */
    record Live(String name, @Nullable Object attachment, List<StackTraceElement> stack) {}

    /** A greenlet that was begun. */
    interface Running {
        /** Throws {@code error} in it at its next wait or check. Any thread. */
        void deliver(Throwable error);
    }
}
