package greenloom;

/**
 * Stands among the suppressed exceptions of one that was thrown in a worker process, and says in which: the stack is that process's. {@code
 * concurrent.futures.process._RemoteTraceback}.
 */
public final class RemoteTrace extends Exception {
    private static final long serialVersionUID = 1;

    /** For the worker with this number. */
    public RemoteTrace(long pid) {
        super("thrown in worker process " + pid, null, false, false);
    }
}
