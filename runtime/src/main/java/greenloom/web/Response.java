package greenloom.web;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a handler answers. {@code aiohttp.web.Response}.
 *
 * <p>It does not change: each method answers a changed copy, so a response may be kept and given to many. To end a request from any depth of
 * calls, throw a {@link ResponseException} with one.
 */
public final class Response {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int FOUND = 302;
    private static final int LAST = 999;
    private static final int SWITCHING = 101;

    private final int status;
    private final Headers headers;
    private final Body body;

    private Response(int status, Headers headers, Body body) {
        if (status > LAST || (status < OK && !(body instanceof Body.Upgrade))) {
            throw new IllegalArgumentException("A response's status must be between 200 and 999, not " + status);
        }
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    private static Response of(String type, Body body) {
        return new Response(OK, Headers.of("Content-Type", type), body);
    }

    /** A plain text, in UTF-8. */
    public static Response text(String text) {
        return of("text/plain; charset=utf-8", new Body.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A page. */
    public static Response html(String html) {
        return of("text/html; charset=utf-8", new Body.Bytes(html.getBytes(StandardCharsets.UTF_8)));
    }

    /** Any object as JSON, written by Jackson. */
    public static Response json(Object value) {
        return of("application/json", new Body.Bytes(Json.write(value)));
    }

    /** Bytes of any kind. */
    public static Response bytes(byte[] bytes) {
        return of("application/octet-stream", new Body.Bytes(bytes.clone()));
    }

    /** A status without a body. */
    public static Response status(int status) {
        return new Response(status, new Headers(), new Body.Bytes(new byte[0]));
    }

    /** 204: nothing to say. */
    public static Response noContent() {
        return status(NO_CONTENT);
    }

    /** 302: look there. */
    public static Response redirect(String location) {
        return status(FOUND).header("Location", location);
    }

    /** 302: look there. */
    public static Response redirect(URI location) {
        return redirect(location.toASCIIString());
    }

    /**
     * A file, read piece by piece without stopping the loop; its type follows its name. A client that asks for a part of it, or only if it has
     * changed, gets just that.
     *
     * @param path where it is
     * @return the response
     * @throws IOException if it cannot be read
     */
    public static Response file(Path path) throws IOException {
        return FileResponses.of(path);
    }

    static Response piece(int status, Headers headers, Path path, long from, long length) {
        return new Response(status, headers, new Body.Piece(path, from, length));
    }

    /** What {@code writer} writes, as it writes it; it runs after the handler has returned, in the same greenlet. */
    public static Response stream(String contentType, Writer writer) {
        return of(contentType, new Body.Stream(writer::writeTo));
    }

    /** Server-sent events; {@code writer} runs after the handler has returned, in the same greenlet. */
    public static Response events(EventStream.Writer writer) {
        return stream("text/event-stream", out -> writer.writeTo(new EventStream(out))).header("Cache-Control",
                "no-cache");
    }

    /** Writes the body of a streaming response. */
    @FunctionalInterface
    public interface Writer {
        /**
         * Writes it.
         *
         * @param out where to
         * @throws Exception anything; the client then sees that the response is not complete
         */
        void writeTo(BodyStream out) throws Exception;
    }

    static Response upgrade(Headers headers, Body.Protocol protocol) {
        return new Response(SWITCHING, headers, new Body.Upgrade(protocol));
    }

    /** With another status. */
    public Response withStatus(int newStatus) {
        return new Response(newStatus, headers, body);
    }

    /** With a header field more. */
    public Response header(String name, String value) {
        return new Response(status, headers.copy().add(name, value), body);
    }

    /** With a header field in place of all of that name. */
    public Response withHeader(String name, String value) {
        return new Response(status, headers.copy().set(name, value), body);
    }

    Response withHeaders(Headers newHeaders) {
        return new Response(status, newHeaders, body);
    }

    /** With that content type. */
    public Response type(String contentType) {
        return withHeader("Content-Type", contentType);
    }

    /** With a cookie. */
    public Response cookie(Cookie cookie) {
        return header("Set-Cookie", cookie.header());
    }

    /** With another text as its body, the rest as it is. */
    public Response withText(String text) {
        return new Response(status, headers, new Body.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** With other bytes as its body, the rest as they are. */
    public Response withBytes(byte[] bytes) {
        return new Response(status, headers, new Body.Bytes(bytes.clone()));
    }

    /** Its status. */
    public int status() {
        return status;
    }

    /** Its header fields; changing them changes nothing here. */
    public Headers headers() {
        return headers.copy();
    }

    /** Its body as a text. */
    public String text() {
        return new String(held(), StandardCharsets.UTF_8);
    }

    /** Its body. */
    public byte[] bytes() {
        return held().clone();
    }

    private byte[] held() {
        if (body instanceof Body.Bytes(byte[] bytes)) {
            return bytes;
        }
        throw new IllegalStateException("The body of " + this + " is not held in memory, so it cannot be asked for");
    }

    Headers rawHeaders() {
        return headers;
    }

    Body body() {
        return body;
    }

    @Override
    public String toString() {
        return "<Response " + status + ">";
    }
}
