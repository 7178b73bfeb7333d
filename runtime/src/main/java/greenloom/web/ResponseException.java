package greenloom.web;

import org.eclipse.jetty.http.HttpStatus;

/** Ends a request with a response, from any depth of calls. {@code aiohttp.web.HTTPException}. */
public final class ResponseException extends RuntimeException {
    private final transient Response response;

    /**
     * Makes one.
     *
     * @param response what the client gets
     */
    public ResponseException(Response response) {
        // No stack trace: it is an answer, not an error.
        super(response.toString(), null, false, false);
        this.response = response;
    }

    /**
     * Makes one with a status and its usual words.
     *
     * @param status the status, 404 for example
     */
    public ResponseException(int status) {
        this(status, reason(status));
    }

    /**
     * Makes one with a text.
     *
     * @param status the status, 404 for example
     * @param text the body
     */
    public ResponseException(int status, String text) {
        this(Response.text(text).withStatus(status));
    }

    static String reason(int status) {
        return status + ": " + HttpStatus.getMessage(status);
    }

    /** What the client gets. */
    public Response response() {
        return response;
    }
}
