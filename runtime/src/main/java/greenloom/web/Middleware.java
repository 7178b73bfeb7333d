package greenloom.web;

/** Stands between the server and its handlers. {@code aiohttp.web.middleware}. */
@FunctionalInterface
public interface Middleware {
    /**
     * Answers a request itself, or hands it on and perhaps changes what comes back.
     *
     * @param request what is asked
     * @param next the next middleware, or the handler
     * @return the answer
     * @throws Exception as {@link Handler#handle}
     */
    Response handle(Request request, Handler next) throws Exception;
}
