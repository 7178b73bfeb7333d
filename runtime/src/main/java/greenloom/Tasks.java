package greenloom;

import greenloom.internal.Stacks;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who lives on a loop and what everyone waits for. {@code gevent.util.print_run_info}, {@code python -m asyncio pstree}.
 *
 * <p>From outside the process, {@code jcmd PID Thread.dump_to_file FILE} shows greenlets with their stacks if the JVM was started with {@code
 * -Djdk.trackAllThreads=true} (each thread then costs more, and generators dropped unfinished are kept), and {@code jcmd PID JFR.start} records
 * the events {@code greenloom.Spawn}, {@code greenloom.Run} and {@code greenloom.Wait}, with nothing to prepare.
 */
public final class Tasks {
    private Tasks() {}

    /** Where a greenlet stands between its start and its end. */
    public enum State {
        /** It runs now. */
        RUNNING,
        /** It can go on and waits for its turn. */
        READY,
        /** It waits for something. */
        WAITING
    }

    /**
     * One greenlet at one moment, or one plain virtual thread that a greenlet has started by JDK means.
     *
     * @param id tells it from all others of this JVM
     * @param name its name
     * @param state where it stands
     * @param waitsFor what it waits for, in words; null unless it waits
     * @param heldBy who must act before it can go on, a {@link Greenlet} or a {@link Thread}: the owner of the lock, of Greenloom's or the JDK's, or
     *     the greenlet whose end it waits for; null if that is nobody's business or not known, as with channels and monitors
     * @param cell what an embedder hung on it, such as the cell of a notebook; null for nothing
     * @param parentId the greenlet that spawned it; 0 for none
     * @param spawnedAt where it was spawned; null if that is not known, as with plain threads
     * @param age for how many seconds it has lived
     * @param switches how many turns it has had
     * @param cpu for how many seconds it had the loop's thread, to compute or in calls that hold it; NaN unless the loop measures that, see
     *     {@link LoopOptions#cpuTimes}
     * @param thread the virtual thread that it is
     * @param greenlet the greenlet; null for a plain virtual thread
     */
    public record Task(
            long id,
            String name,
            State state,
            @Nullable String waitsFor,
            @Nullable Object heldBy,
            @Nullable Object cell,
            long parentId,
            @Nullable StackTraceElement spawnedAt,
            double age,
            long switches,
            double cpu,
            Thread thread,
            @Nullable Greenlet<?> greenlet) {
        /** Where it is now, the innermost frame first. */
        public List<StackTraceElement> stack() {
            return Stacks.withoutMachinery(
                    greenlet == null ? thread.getStackTrace() : greenlet.strand().stack());
        }

        @Override
        public String toString() {
            return "#%d %s\"%s\" %s%s%s (%.3f s, %d turns%s)%s".formatted(id, greenlet == null ? "thread " : "", name,
                    state.name().toLowerCase(Locale.ROOT), waitsFor == null ? "" : " for " + waitsFor, holder(), age,
                    switches, Double.isNaN(cpu) ? "" : ", %.3f s CPU".formatted(cpu),
                    spawnedAt == null ? "" : " spawned at " + spawnedAt);
        }

        private String holder() {
            String holder = switch (heldBy) {
                case Greenlet<?> one -> "greenlet \"" + one.name() + "\"";
                case Thread one -> "thread \"" + one.getName() + "\"";
                case null, default -> "";
            };
            // Our own things mostly say themselves who holds them.
            boolean isSaid = waitsFor == null || (heldBy instanceof Greenlet<?> one && waitsFor.contains(one.name()));
            return holder.isEmpty() || isSaid ? "" : ", held by " + holder;
        }
    }

    /**
     * Who lives on the current loop: its greenlets and then the plain virtual threads that they have started, the oldest first.
     *
     * @throws IllegalStateException outside any loop; see {@link #list(EventLoop)}
     */
    public static List<Task> list() {
        return list(EventLoop.current());
    }

    /** Who lives on {@code loop}; see {@link #list()}. Any thread. */
    public static List<Task> list(EventLoop loop) {
        return TaskLook.at(loop.scheduler());
    }

    /** Who lives on the current loop as text, each below the one that spawned it. */
    public static String tree() {
        return tree(EventLoop.current());
    }

    /** Who lives on {@code loop} as text, each below the one that spawned it. Any thread. */
    public static String tree(EventLoop loop) {
        return TaskTree.render(list(loop), false);
    }

    /** Like {@link #tree()}, with everyone's stack. */
    public static String dump() {
        return dump(EventLoop.current());
    }

    /** Like {@link #tree(EventLoop)}, with everyone's stack. Any thread. */
    public static String dump(EventLoop loop) {
        return TaskTree.render(list(loop), true);
    }
}
