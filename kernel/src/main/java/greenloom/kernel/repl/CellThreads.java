package greenloom.kernel.repl;

import greenloom.internal.Host;
import greenloom.kernel.output.Cell;
import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * For which cell a thread works: a greenlet for the one that spawned it, any other thread for the one that its creator worked
 * for then. The worker of a pool or of a timer was created by whoever came first, and works for others since: for it the
 * outermost frame of user code tells, because a task's lambda lives in a class of the cell that wrote it. Where a task has
 * no code of its own, as a method reference to the JDK, the pool's creator counts.
 */
public final class CellThreads {
    /** Asked anew of whoever creates a thread: what a pool's worker has itself inherited is of whoever made the pool. */
    private static final InheritableThreadLocal<Cell> CREATED_BY = new InheritableThreadLocal<>() {
        @Override
        protected @Nullable Cell childValue(@Nullable Cell creators) {
            return current();
        }
    };

    /** The cells by what stack frames call them. */
    private static final Map<String, Cell> BY_LABEL = new ConcurrentHashMap<>();

    /** Below user code on a thread that runs nothing else. */
    private static final Set<String> OWN_THREAD = Set.of("java.lang.Thread", "java.lang.VirtualThread");

    private static final StackWalker STACK = StackWalker.getInstance();

    private CellThreads() {}

    /** The current thread's cell, or null. */
    public static @Nullable Cell current() {
        if (Host.attachment() instanceof Cell cell) {
            return cell;
        }
        List<StackFrame> frames = STACK
                .walk(all -> all.dropWhile(frame -> !Names.isUsers(frame.getClassName())).toList());
        int outermost = frames.size() - 1;
        while (outermost >= 0 && !Names.isUsers(frames.get(outermost).getClassName())) {
            outermost--;
        }
        Cell created = CREATED_BY.get();
        return created == null || isWorker(frames, outermost) ? cellOf(frames, outermost, created) : created;
    }

    /** Whether something lies below the outermost frame of user code that runs the tasks of others. */
    private static boolean isWorker(List<StackFrame> frames, int outermost) {
        return outermost >= 0 && frames.stream().skip(outermost + 1L).map(StackFrame::getClassName)
                .anyMatch(name -> !OWN_THREAD.contains(name));
    }

    private static @Nullable Cell cellOf(List<StackFrame> frames, int frame, @Nullable Cell otherwise) {
        String label = frame < 0 ? null : frames.get(frame).getFileName();
        Cell cell = label == null ? null : BY_LABEL.get(label);
        return cell == null ? otherwise : cell;
    }

    /** Threads that the current one will create work for {@code cell}. */
    static void createFor(Cell cell) {
        CREATED_BY.set(cell);
    }

    /** Stack frames with the file name {@code label} are of {@code cell}. */
    static void call(String label, Cell cell) {
        BY_LABEL.put(label, cell);
    }
}
