package greenloom.kernel.session;

/** Which thread serves a request, so that none waits for what it need not. */
enum Lane {
    /** The socket's own: for what is answered from memory. */
    AT_ONCE,
    /** The services' thread: for what asks the evaluator, also while a cell runs. */
    SERVICE,
    /** The history's thread, which may wait for its file. */
    HISTORY,
    /** Greenlets of user code, one for each message. */
    GREENLETS,
    /** The thread of its shell's cells: one cell after the other. */
    CELLS
}
