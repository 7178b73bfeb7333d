package greenloom;

import greenloom.internal.Scheduler;
import greenloom.internal.Seconds;
import greenloom.internal.Stacks;
import greenloom.internal.Strand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
     * One greenlet at one moment.
     *
     * @param id tells it from all others of this JVM
     * @param name its name
     * @param state where it stands
     * @param waitsFor what it waits for, in words; null unless it waits
     * @param cell what an embedder hung on it, such as the cell of a notebook; null for nothing
     * @param parentId the greenlet that spawned it; 0 for none
     * @param age for how many seconds it has lived
     * @param switches how many turns it has had
     * @param greenlet the greenlet itself
     */
    public record Task(
            long id,
            String name,
            State state,
            @Nullable String waitsFor,
            @Nullable Object cell,
            long parentId,
            double age,
            long switches,
            Greenlet<?> greenlet) {
        /** Where it is now, the innermost frame first. */
        public List<StackTraceElement> stack() {
            return Stacks.withoutMachinery(greenlet.strand().stack());
        }

        @Override
        public String toString() {
            String where = waitsFor == null ? "" : " for " + waitsFor;
            return "#%d \"%s\" %s%s (%.3f s, %d turns)".formatted(id, name, state.name().toLowerCase(Locale.ROOT),
                    where, age, switches);
        }
    }

    /**
     * The live greenlets of the current loop, the oldest first.
     *
     * @throws IllegalStateException outside any loop; see {@link #list(EventLoop)}
     */
    public static List<Task> list() {
        return list(EventLoop.current());
    }

    /** The live greenlets of {@code loop}, the oldest first. Any thread. */
    public static List<Task> list(EventLoop loop) {
        Scheduler scheduler = loop.scheduler();
        Strand running = scheduler.running();
        long now = System.nanoTime();
        return scheduler.live().snapshot().stream().map(strand -> look(strand, running, now)).toList();
    }

    private static Task look(Strand strand, @Nullable Strand running, long now) {
        Greenlet<?> greenlet = (Greenlet<?>) strand.owner();
        State state = strand == running ? State.RUNNING : strand.isWaiting() ? State.WAITING : State.READY;
        return new Task(strand.id(), greenlet.name(), state, state == State.WAITING ? strand.waitsFor() : null,
                strand.attachment(),
                strand.parentId(), Seconds.of(now - strand.startedAt()), strand.switches(), greenlet);
    }

    /** The current loop's live greenlets as text, each below the one that spawned it. */
    public static String tree() {
        return tree(EventLoop.current());
    }

    /** The live greenlets of {@code loop} as text, each below the one that spawned it. Any thread. */
    public static String tree(EventLoop loop) {
        return render(list(loop), false);
    }

    /** Like {@link #tree()}, with everyone's stack. */
    public static String dump() {
        return dump(EventLoop.current());
    }

    /** Like {@link #tree(EventLoop)}, with everyone's stack. Any thread. */
    public static String dump(EventLoop loop) {
        return render(list(loop), true);
    }

    private static String render(List<Task> tasks, boolean stacks) {
        Map<Long, List<Task>> children = new LinkedHashMap<>();
        List<Long> alive = tasks.stream().map(Task::id).toList();
        for (Task task : tasks) {
            long parent = alive.contains(task.parentId()) ? task.parentId() : 0;
            children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(task);
        }
        StringBuilder text = new StringBuilder();
        render(text, children, 0, "", stacks);
        return text.toString();
    }

    private static void render(StringBuilder text, Map<Long, List<Task>> children, long parent, String indent,
            boolean stacks) {
        for (Task task : children.getOrDefault(parent, List.of())) {
            text.append(indent).append(task).append('\n');
            if (stacks) {
                task.stack().forEach(frame -> text.append(indent).append("    at ").append(frame).append('\n'));
            }
            render(text, children, task.id(), indent + "  ", stacks);
        }
    }
}
