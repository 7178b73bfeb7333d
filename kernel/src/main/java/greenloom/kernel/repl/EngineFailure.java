package greenloom.kernel.repl;

import java.util.Arrays;
import java.util.List;

/** Something in Greenloom itself failed, before a cell's own code could run: told like any error, never passed over. */
final class EngineFailure extends Error {
    private static final long serialVersionUID = 1;
    private static final int MOST = 20;

    private final transient List<StackTraceElement> trace;

    EngineFailure(Throwable cause) {
        super("Greenloom failed before this cell could run, by a fault of its own: " + cause, cause, false, false);
        trace = Arrays.stream(cause.getStackTrace()).limit(MOST).toList();
    }

    /** Where: for whoever mends it. */
    List<StackTraceElement> trace() {
        return trace;
    }
}
