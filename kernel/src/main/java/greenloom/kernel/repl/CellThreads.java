package greenloom.kernel.repl;

import greenloom.internal.Host;
import greenloom.kernel.output.Cell;
import org.jspecify.annotations.Nullable;

/** For which cell a thread works: a greenlet for the one that spawned it, any other thread for the one that created it. */
public final class CellThreads {
    private static final InheritableThreadLocal<Cell> CREATED_BY = new InheritableThreadLocal<>();

    private CellThreads() {}

    /** The current thread's cell, or null. */
    public static @Nullable Cell current() {
        return Host.attachment() instanceof Cell cell ? cell : CREATED_BY.get();
    }

    /** Threads that the current one will create work for {@code cell}. */
    static void createFor(Cell cell) {
        CREATED_BY.set(cell);
    }
}
