package greenloom.web;

/** Answers requests of one route. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a request, in a greenlet of its own.
     *
     * @param request what is asked
     * @return the answer
     * @throws Exception a {@link ResponseException} is the answer; anything else is answered 500 and told to the loop's exception handler
     */
    Response handle(Request request) throws Exception;
}
