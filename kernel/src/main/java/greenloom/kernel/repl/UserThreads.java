package greenloom.kernel.repl;

import greenloom.Tasks;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where user code runs: all that the evaluator knows of the event loop. */
interface UserThreads {

    /** Begins {@code body} on a greenlet of its own; returns at once. Any thread. */
    Running start(String name, @Nullable Object attachment, Runnable body);

    /** Whether {@code thrown} is what a wait throws that was ended by {@link Running#deliver}. */
    boolean isInterruption(Throwable thrown);

    /**
     * Stops who lets no other run here, if it is none of {@code own}: for that it is looked at for a moment. Asked twice for the
     * same one, it insists.
     *
     * @return whether there was one
     */
    default boolean stopHolder(Collection<Running> own) throws InterruptedException {
        return false;
    }

    /** All that live here, but the caller's own if it is one. Any thread. */
    default List<Tasks.Task> others() {
        return List.of();
    }

    /** A greenlet that was begun. Any thread may call all of it. */
    interface Running {
        /** Throws {@code error} in it at its next wait or check; may do nothing before its body has begun. */
        void deliver(Throwable error);

        /** Throws {@code error} in it at its next wait and at each check from then on, so that no catching keeps it running. */
        default void insist(Throwable error) {
            deliver(error);
        }

        /** Whether it was thrown at that long ago and has not come to any wait or check since. */
        default boolean ignores(double seconds) {
            return false;
        }

        /** Whether that is it. */
        default boolean isTask(Tasks.Task task) {
            return false;
        }

        /** Where it is, the innermost frame first. */
        default StackTraceElement[] stack() {
            return new StackTraceElement[0];
        }
    }
}
