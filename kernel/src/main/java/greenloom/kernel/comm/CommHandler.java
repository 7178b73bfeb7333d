package greenloom.kernel.comm;

/** What is done with a message that comes by a comm; runs on a greenlet of its own, so it may wait. */
@FunctionalInterface
public interface CommHandler {

    /** Takes the message; what it throws is told at the cell that set the handler. */
    void handle(CommMessage message) throws Exception;
}
