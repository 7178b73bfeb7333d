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
 * For which cell a thread works: a greenlet for the one that spawned it, any other thread for the one that created it. The
 * worker of a pool or of a timer was created by whoever came first, and works for others since: for it the outermost frame
 * of user code tells, because a task's lambda lives in a class of the cell that wrote it. Where a task has no code of its
 * own, as a method reference to the JDK, and for threads that it starts before it has printed, the pool's creator counts.
 */
public final class CellThreads {
    private static final InheritableThreadLocal<Cell> CREATED_BY = new InheritableThreadLocal<>();

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
        Cell cell = cellOfTask();
        if (cell == null) {
            return CREATED_BY.get();
        }
        CREATED_BY.set(cell); // also for threads that the task creates
        return cell;
    }

    /** Threads that the current one will create work for {@code cell}. */
    static void createFor(Cell cell) {
        CREATED_BY.set(cell);
    }

    /** Stack frames with the file name {@code label} are of {@code cell}. */
    static void call(String label, Cell cell) {
        BY_LABEL.put(label, cell);
    }

    /** The cell of the task that a worker runs; null if the current thread is no worker or nothing tells. */
    private static @Nullable Cell cellOfTask() {
        List<StackFrame> frames = STACK
                .walk(all -> all.dropWhile(frame -> !Names.isUsers(frame.getClassName())).toList());
        int outermost = frames.size() - 1;
        while (outermost >= 0 && !Names.isUsers(frames.get(outermost).getClassName())) {
            outermost--;
        }
        boolean worker = outermost >= 0 && frames.stream().skip(outermost + 1L).map(StackFrame::getClassName)
                .anyMatch(name -> !OWN_THREAD.contains(name));
        String label = worker ? frames.get(outermost).getFileName() : null;
        return label == null ? null : BY_LABEL.get(label);
    }
}
