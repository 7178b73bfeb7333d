package greenloom.kernel.repl;

/** Something in Greenloom itself failed, before or after a cell's own code ran: told like any error, never passed over. */
final class EngineFailure extends Error {
    private static final long serialVersionUID = 1;

    EngineFailure(Throwable cause) {
        super("Greenloom failed to run this cell, which is a fault of Greenloom's, not of the cell's: " + cause, cause, false, false);
    }
}
