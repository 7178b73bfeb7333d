package greenloom.kernel.repl;

/** What woven code calls instead of what its author wrote. Public because cells' classes are of another class loader; no cell can name it. */
public final class Woven {
    /** Written before any code of cells runs: whether this is a worker process, which a task may end. */
    private static volatile boolean inWorker;

    private Woven() {}

    static void runsInWorker() {
        inWorker = true;
    }

    /** Instead of {@link System#exit}: the process is the kernel's, or else a worker. */
    @SuppressWarnings("DoNotCallSuggester") // it is woven code that calls it
    public static void exit(int status) {
        if (inWorker) {
            System.exit(status);
        }
        throw new ExitRefused(status);
    }

    /** Instead of {@link Runtime#exit} and {@link Runtime#halt}. */
    public static void exit(Runtime runtime, int status) {
        exit(status);
    }

    private static final class ExitRefused extends Error {
        ExitRefused(int status) {
            super("exit(" + status
                    + ") would end the kernel with all that this notebook holds; shut the kernel down from the notebook's menu instead");
        }
    }
}
