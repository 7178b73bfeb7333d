package greenloom.kernel.output;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cell that the calling thread works for: on a loop it is what hangs on the greenlet, elsewhere what the
 * thread's creator worked for.
 */
public final class CellThreads implements Attribution {
    private static final InheritableThreadLocal<@Nullable Cell> OF_THREAD = new InheritableThreadLocal<>();

    private final Supplier<@Nullable Object> ofGreenlet;

    /**
     * Attribution by greenlet, then by thread.
     *
     * @param ofGreenlet what hangs on the greenlet that the calling thread runs for, null outside any
     */
    public CellThreads(Supplier<@Nullable Object> ofGreenlet) {
        this.ofGreenlet = ofGreenlet;
    }

    /** From now on the calling thread works for {@code cell}, and so will every thread that it starts, and those they start. */
    public static void adopt(Cell cell) {
        OF_THREAD.set(cell);
    }

    @Override
    public @Nullable Cell cell() {
        return ofGreenlet.get() instanceof Cell cell ? cell : OF_THREAD.get();
    }
}
