package greenloom.kernel.repl;

/** What woven code calls instead of what its author wrote. Public because cells' classes are of another class loader; no cell can name it. */
public final class Woven {
    private Woven() {}

    /** Instead of {@link System#exit}: the process is the kernel's. */
    @SuppressWarnings("DoNotCallSuggester") // it is woven code that calls it
    public static void exit(int status) {
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
