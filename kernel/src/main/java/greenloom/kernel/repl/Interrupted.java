package greenloom.kernel.repl;

/** What an interrupt throws in a cell. An Error, so that {@code catch (Exception e)} around a loop's body does not keep it running. */
final class Interrupted extends Error {

    Interrupted(StackTraceElement[] where) {
        super("The cell was interrupted", null, false, true);
        setStackTrace(where);
    }
}
