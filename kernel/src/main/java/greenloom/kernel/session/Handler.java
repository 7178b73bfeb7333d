package greenloom.kernel.session;

import greenloom.kernel.wire.InvalidField;

/** Serves one type of request. */
@FunctionalInterface
interface Handler {

    /**
     * Serves {@code request}, of which busy has been told and idle will be.
     *
     * @throws InvalidField if the request's content is not as the protocol says
     */
    void handle(Request request) throws InvalidField, InterruptedException;
}
