package greenloom.kernel.repl;

/** What an interrupt throws in a cell. An Error, so that {@code catch (Exception e)} around a loop's body does not keep it running. */
final class Interrupted extends Error {

    /** @param where the code was */
    Interrupted(String what, StackTraceElement[] where) {
        super(what, null, false, true);
        setStackTrace(where);
    }
}
