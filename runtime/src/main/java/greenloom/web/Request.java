package greenloom.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks a server. {@code aiohttp.web.Request}.
 *
 * <p>Its body is read when it is first asked for, no faster than the handler takes it; {@link #body()} may be asked again.
 */
public final class Request {
    private static final int BAD = 400;

    private final String method;
    private final String target;
    private final String path;
    private final String rawPath;
    private final Headers headers;
    private final RequestBody source;
    private final Origin origin;
    private final Map<String, Object> attributes = new HashMap<>(2);
    private Map<String, String> variables = Map.of();
    private @Nullable Map<String, List<String>> query;
    private @Nullable Map<String, String> cookies;
    private byte @Nullable [] body;
    private @Nullable Form form;
    private boolean streamed;

    /** Where a request comes from. */
    record Origin(InetSocketAddress remote, boolean secure) {}

    Request(String method, String target, Headers headers, RequestBody source, Origin origin) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.source = source;
        this.origin = origin;
        this.rawPath = pathOf(target);
        this.path = Query.decodePath(rawPath);
    }

    private static String pathOf(String target) {
        int start = 0;
        if (!target.startsWith("/")) {
            // The absolute form, as proxies are asked.
            int authority = target.indexOf("://");
            start = authority < 0 ? 0 : target.indexOf('/', authority + 3);
            if (start < 0) {
                return "/";
            }
        }
        int end = target.indexOf('?', start);
        return target.substring(start, end < 0 ? target.length() : end);
    }

    /** How it is asked: {@code GET}, {@code POST} and so on. */
    public String method() {
        return method;
    }

    /** What is asked for, as it was sent: path and query. */
    public String target() {
        return target;
    }

    /** The path, decoded. */
    public String path() {
        return path;
    }

    String rawPath() {
        return rawPath;
    }

    /**
     * The part of the path that stands for a variable of the route, decoded.
     *
     * @param name the variable
     * @throws IllegalArgumentException if the route has none of that name
     */
    public String path(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "The route of " + path + " has no variable \"" + name + "\"; it has " + variables.keySet());
        }
        return value;
    }

    void variables(Map<String, String> matched) {
        variables = matched;
    }

    /** The first value of a name in the query. */
    public Optional<String> query(String name) {
        return queryAll(name).stream().findFirst();
    }

    /** All values of a name in the query, in order. */
    public List<String> queryAll(String name) {
        return queries().getOrDefault(name, List.of());
    }

    /** The names and values of the query, in order. */
    public Map<String, List<String>> queries() {
        if (query == null) {
            int mark = target.indexOf('?');
            query = Query.parse(mark < 0 ? "" : target.substring(mark + 1));
        }
        return query;
    }

    /** The header. */
    public Headers headers() {
        return headers;
    }

    /** The first value of a header field; null if there is none. */
    public @Nullable String header(String name) {
        return headers.find(name);
    }

    /** The cookies that the client sent, by name. */
    public Map<String, String> cookies() {
        if (cookies == null) {
            cookies = Cookie.parse(headers.all("Cookie"));
        }
        return cookies;
    }

    /** The address of the client. */
    public InetSocketAddress remote() {
        return origin.remote();
    }

    /** Whether it came over TLS. */
    public boolean isSecure() {
        return origin.secure();
    }

    /** What middlewares and handlers tell each other about this request. {@code request["key"]}. */
    public Map<String, Object> attributes() {
        return attributes;
    }

    /**
     * Reads the whole body.
     *
     * @return all of it; empty if there is none
     * @throws IOException if it does not come, is not sound or is too long; let it pass, and the client is told
     * @throws IllegalStateException if it was read piece by piece before
     */
    public byte[] body() throws IOException {
        byte[] whole = body;
        if (whole == null) {
            ensureNotStreamed();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] piece = next(); piece != null; piece = next()) {
                all.writeBytes(piece);
            }
            whole = all.toByteArray();
            body = whole;
        }
        return whole;
    }

    private void ensureNotStreamed() {
        if (streamed) {
            throw new IllegalStateException(
                    "The body of " + this + " was read piece by piece already: keep the pieces");
        }
    }

    private byte @Nullable [] next() throws IOException {
        ByteBuffer piece = source.next();
        if (piece == null) {
            return null;
        }
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        return bytes;
    }

    /**
     * Reads the next piece of the body, as it comes.
     *
     * @return the piece; null at the end
     * @throws IllegalStateException if the body was read as a whole before
     */
    public byte @Nullable [] read() throws IOException {
        if (body != null) {
            throw new IllegalStateException("The body of " + this + " was read as a whole already: body() has it");
        }
        streamed = true;
        return next();
    }

    /** Reads the body as a text, in the character set that its type names, or UTF-8. */
    public String text() throws IOException {
        return new String(body(), charset(header("Content-Type")));
    }

    static Charset charset(@Nullable String contentType) {
        String name = contentType == null ? null : MediaTypes.parameter(contentType, "charset");
        if (name == null) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException _) {
            // An unknown character set: the most likely one.
            return StandardCharsets.UTF_8;
        }
    }

    /**
     * Reads the body as JSON.
     *
     * @return the tree
     * @throws ResponseException 400, if it is none
     */
    public JsonNode json() throws IOException {
        return json(JsonNode.class);
    }

    /**
     * Reads the body as JSON.
     *
     * @param type what to make of it
     * @return the object
     * @throws ResponseException 400, if it is no JSON or not of that type
     */
    public <T> T json(Class<T> type) throws IOException {
        byte[] bytes = body();
        try {
            return Json.read(bytes, type);
        } catch (IOException e) {
            throw new ResponseException(BAD, "400: The body is not the JSON that is expected here");
        }
    }

    /**
     * Reads the body as a form, encoded in either way that browsers know, with its uploads.
     *
     * @return the form; empty if the body is none
     */
    public Form form() throws IOException {
        if (form == null) {
            form = Form.parse(header("Content-Type"), body());
        }
        return form;
    }

    /**
     * Answers with a WebSocket; {@link WebApp#webSocket} is shorter where the route is for nothing else.
     *
     * @param handler what to do with it, in this greenlet, when the handshake is done
     * @param protocols what the handler can speak over it; the one that the client likes best is taken
     * @return the response to return
     * @throws ResponseException 400 or 426, if the client asks for no WebSocket
     */
    public Response webSocket(WebSocket.Handler handler, String... protocols) {
        return Handshake.accept(this, handler, List.of(protocols));
    }

    @Override
    public String toString() {
        return "<Request " + method + " " + target + ">";
    }
}
