package greenloom.kernel.repl;

import org.jspecify.annotations.Nullable;

/** Where user code runs: all that the evaluator knows of the event loop. */
interface UserThreads {

    /** Begins {@code body} on a greenlet of its own; returns at once. Any thread. */
    Running start(String name, @Nullable Object attachment, Runnable body);

    /** Whether {@code thrown} is what a wait throws that was ended by {@link Running#deliver}. */
    boolean isInterruption(Throwable thrown);

    /** Looks for a moment whether one of them, of whatever cell, lets no other run, and if so throws {@code error} in it. */
    default void stopHolder(Throwable error) throws InterruptedException {}

    /** A greenlet that was begun. */
    interface Running {
        /** Throws {@code error} in it at its next wait or check. Any thread. */
        void deliver(Throwable error);
    }
}
