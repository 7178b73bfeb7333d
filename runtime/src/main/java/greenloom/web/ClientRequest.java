package greenloom.web;

import greenloom.internal.Seconds;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** A request that is being put together; made by {@link ClientSession#request}. */
public final class ClientRequest {
    private final ClientSession session;
    private final String method;
    private final Headers headers;
    private URI url;
    private Body body = new Body.Bytes(new byte[0]);
    private ClientOptions options;

    ClientRequest(ClientSession session, String method, URI url, ClientOptions options) {
        this(session, method, url, options, options.headers().copy());
    }

    private ClientRequest(ClientSession session, String method, URI url, ClientOptions options, Headers headers) {
        this.session = session;
        this.method = method;
        this.options = options;
        this.headers = headers;
        String user = url.getUserInfo();
        if (user != null && !headers.has("Authorization")) {
            headers.set("Authorization", Proxy.basic(user));
        }
        // A password is for the server, not for what messages and logs tell of the URL.
        this.url = user == null ? url : URI.create(url.toString().replace("//" + url.getRawUserInfo() + "@", "//"));
    }

    /** Sets a header field, in place of all of that name. */
    public ClientRequest header(String name, String value) {
        headers.set(name, value);
        return this;
    }

    /** Adds a header field to those of that name. */
    public ClientRequest addHeader(String name, String value) {
        headers.add(name, value);
        return this;
    }

    /** Adds a name and a value to the query of the URL. */
    public ClientRequest query(String name, Object value) {
        String pair = encode(name) + "=" + encode(value.toString());
        String text = url.toString();
        int hash = text.indexOf('#');
        String bare = hash < 0 ? text : text.substring(0, hash);
        url = URI.create(bare + (bare.indexOf('?') < 0 ? "?" : "&") + pair);
        return this;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private ClientRequest body(String type, Body content) {
        if (!headers.has("Content-Type")) {
            headers.set("Content-Type", type);
        }
        body = content;
        return this;
    }

    /** Sends bytes. */
    public ClientRequest body(byte[] bytes) {
        return body("application/octet-stream", new Body.Bytes(bytes.clone()));
    }

    /** Sends a text, in UTF-8. */
    public ClientRequest body(String text) {
        return body("text/plain; charset=utf-8", new Body.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends any object as JSON, written by Jackson. */
    public ClientRequest json(Object value) {
        return body("application/json", new Body.Bytes(Json.write(value)));
    }

    /** Sends a form. */
    public ClientRequest form(Map<String, ?> fields) {
        StringBuilder encoded = new StringBuilder();
        fields.forEach((name, value) -> encoded.append(encoded.isEmpty() ? "" : "&").append(encode(name)).append('=')
                .append(encode(String.valueOf(value))));
        return body("application/x-www-form-urlencoded",
                new Body.Bytes(encoded.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    /** Sends what {@code writer} writes, as it writes it, in this greenlet. */
    public ClientRequest stream(Response.Writer writer) {
        return body("application/octet-stream", new Body.Stream(writer::writeTo));
    }

    /** Sends what {@code in} holds, as it comes. */
    public ClientRequest stream(InputStream in) {
        return stream(out -> in.transferTo(out));
    }

    /** Limits the whole of this request, in seconds. */
    public ClientRequest timeout(double seconds) {
        options = options.total(seconds);
        return this;
    }

    /** Limits the whole of this request. */
    public ClientRequest timeout(Duration time) {
        return timeout(Seconds.of(time));
    }

    /** Limits how long the server may say nothing, in seconds. */
    public ClientRequest readTimeout(double seconds) {
        options = options.read(seconds);
        return this;
    }

    /** Limits how long the server may say nothing. */
    public ClientRequest readTimeout(Duration time) {
        return readTimeout(Seconds.of(time));
    }

    /** Sends it through a proxy; see {@link ClientOptions#proxy(String)}. */
    public ClientRequest proxy(String address) {
        options = options.proxy(address);
        return this;
    }

    /** Takes a redirect as the answer instead of following it. */
    public ClientRequest noRedirects() {
        options = options.maxRedirects(-1);
        return this;
    }

    /**
     * Sends it and waits for the whole reply.
     *
     * @return the reply, its connection free again
     * @throws ClientException if there is none; the class tells why
     */
    public HttpReply send() throws IOException {
        return session.send(this);
    }

    /**
     * Sends it and waits for the header of the reply; its body is read as it is asked for.
     *
     * @return the reply, to be closed or read to its end
     * @throws ClientException if there is none; the class tells why
     */
    public HttpReply open() throws IOException {
        return session.open(this);
    }

    String method() {
        return method;
    }

    URI url() {
        return url;
    }

    Headers headers() {
        return headers;
    }

    Body body() {
        return body;
    }

    ClientOptions options() {
        return options;
    }

    /** This request as a redirect wants it. */
    ClientRequest redirected(int status, URI location) {
        boolean asGet = switch (status) {
            case 301, 302 -> method.equals("POST");
            case 303 -> !method.equals("HEAD");
            default -> false;
        };
        Headers kept = headers.copy();
        if (!Objects.equals(Origin.of(url), Origin.of(location))) {
            // Secrets are for whom they were meant.
            kept.remove("Authorization").remove("Cookie");
        }
        if (location.getUserInfo() != null) {
            kept.remove("Authorization");
        }
        if (asGet) {
            kept.remove("Content-Type");
        }
        ClientRequest next = new ClientRequest(session, asGet ? "GET" : method, location, options, kept);
        if (!asGet) {
            next.body = body;
        }
        return next;
    }

    @Override
    public String toString() {
        return "<ClientRequest " + method + " " + url + ">";
    }
}
