package greenloom.web;

import greenloom.EventLoop;
import greenloom.Timeout;
import greenloom.internal.Seconds;
import greenloom.internal.Sneaky;
import greenloom.internal.net.Transport;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.CookieStore;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client with what it keeps between requests: connections and cookies. {@code aiohttp.ClientSession}, {@code requests.Session}.
 *
 * <pre>{@code
 * try (ClientSession c = new ClientSession()) {
 *     HttpReply r = c.get("http://127.0.0.1:8000/hello/you");
 *     r.status(); r.text(); r.json();
 * }
 * }</pre>
 *
 * <p>Any number of greenlets of one loop may use it at once; each request waits in its own greenlet. Redirects are followed, compressed bodies
 * decompressed. It belongs to the loop that first uses it.
 */
public final class ClientSession implements AutoCloseable {
    private final ClientOptions options;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);
    private final Map<Way, Slots> slots = new HashMap<>();
    private final BufferStack buffers = new BufferStack();
    private @Nullable EventLoop loop;
    private boolean closed;

    /** Opens a session as it mostly is: five minutes for each request, a hundred connections to each host. */
    public ClientSession() {
        this(ClientOptions.defaults());
    }

    /** Opens a session. */
    public ClientSession(ClientOptions options) {
        this.options = options;
    }

    /**
     * Gets a page.
     *
     * @param url where; relative to the base URL, if the session has one
     * @return the reply with its body
     * @throws ClientException if there is none; the class tells why
     * @throws IllegalStateException if the session is closed
     */
    public HttpReply get(String url) throws IOException {
        return request("GET", url).send();
    }

    /** Gets a page; see {@link #get(String)}. */
    public HttpReply get(URI url) throws IOException {
        return request("GET", url).send();
    }

    /** Asks for the header alone; see {@link #get(String)}. */
    public HttpReply head(String url) throws IOException {
        return request("HEAD", url).send();
    }

    /** Posts a text; see {@link #get(String)}. */
    public HttpReply post(String url, String text) throws IOException {
        return request("POST", url).body(text).send();
    }

    /** Posts bytes; see {@link #get(String)}. */
    public HttpReply post(String url, byte[] bytes) throws IOException {
        return request("POST", url).body(bytes).send();
    }

    /** Posts any object as JSON; see {@link #get(String)}. */
    public HttpReply postJson(String url, Object value) throws IOException {
        return request("POST", url).json(value).send();
    }

    /** Posts a form; see {@link #get(String)}. */
    public HttpReply postForm(String url, Map<String, ?> fields) throws IOException {
        return request("POST", url).form(fields).send();
    }

    /** Puts bytes; see {@link #get(String)}. */
    public HttpReply put(String url, byte[] bytes) throws IOException {
        return request("PUT", url).body(bytes).send();
    }

    /** Deletes; see {@link #get(String)}. */
    public HttpReply delete(String url) throws IOException {
        return request("DELETE", url).send();
    }

    /**
     * Begins a request.
     *
     * @param method how
     * @param url where; relative to the base URL, if the session has one
     * @return the request, to be put together and sent
     * @throws IllegalArgumentException if the URL is no address of a web server
     */
    public ClientRequest request(String method, String url) {
        return request(method, URI.create(url));
    }

    /** Begins a request; see {@link #request(String, String)}. */
    public ClientRequest request(String method, URI url) {
        URI base = options.baseUrl();
        URI absolute = base == null ? url : base.resolve(url);
        Origin.of(absolute);
        return new ClientRequest(this, method, absolute, options);
    }

    /** The cookies that servers have set. */
    public CookieStore cookies() {
        return cookies.getCookieStore();
    }

    /**
     * Opens a WebSocket.
     *
     * @param url where: {@code ws://}, {@code wss://} or relative to the base URL
     * @param protocols what to speak over it, the best one first; see {@link WebSocket#protocol()}
     * @return the WebSocket, to be closed
     * @throws ClientException if the server does not agree to speak it
     */
    public WebSocket webSocket(String url, String... protocols) throws IOException {
        String key = Handshake.newKey();
        ClientRequest request = request("GET", url).header("Upgrade", "websocket").header("Connection", "Upgrade")
                .header("Sec-WebSocket-Version", "13").header("Sec-WebSocket-Key", key).noRedirects();
        if (protocols.length > 0) {
            request.header(Handshake.PROTOCOL, String.join(", ", protocols));
        }
        return Handshake.finish(request.open(), key, List.of(protocols));
    }

    HttpReply send(ClientRequest request) throws IOException {
        return limited(request, () -> {
            try (HttpReply reply = follow(request)) {
                return reply.buffer();
            }
        });
    }

    HttpReply open(ClientRequest request) throws IOException {
        return limited(request, () -> follow(request));
    }

    @SuppressWarnings("try") // The timeout is there to run out.
    private HttpReply limited(ClientRequest request, Callable<HttpReply> body) throws IOException {
        ensureUsable();
        double seconds = request.options().total();
        try (Timeout timeout = Timeout.start(seconds)) {
            try {
                return body.call();
            } catch (Timeout e) {
                if (e == timeout) {
                    throw new ClientException.TotalTimedOut(request.url(), seconds, e);
                }
                throw e;
            } catch (Exception e) {
                throw Sneaky.rethrow(e);
            }
        }
    }

    private void ensureUsable() {
        if (closed) {
            throw new IllegalStateException("This ClientSession is closed: open a new one");
        }
        EventLoop current = EventLoop.current();
        if (loop == null) {
            loop = current;
            Rehearsal.hold();
        } else if (loop != current) {
            throw new IllegalStateException(
                    "This ClientSession belongs to " + loop + ": open another one on " + current);
        }
    }

    private HttpReply follow(ClientRequest first) throws IOException {
        List<URI> history = new ArrayList<>();
        ClientRequest request = first;
        while (true) {
            HttpReply reply = new ClientExchange(this, request, List.copyOf(history)).run();
            URI location = redirect(reply, request);
            if (location == null) {
                return request.options().raiseForStatus() ? reply.raiseForStatus() : reply;
            }
            reply.buffer();
            history.add(request.url());
            if (history.size() > request.options().maxRedirects()) {
                throw new ClientException.TooManyRedirects(request.url(), request.options().maxRedirects());
            }
            request = request.redirected(reply.status(), location);
        }
    }

    private static @Nullable URI redirect(HttpReply reply, ClientRequest request) throws ClientException {
        boolean wanted = switch (reply.status()) {
            case 301, 302, 303, 307, 308 -> request.options().maxRedirects() >= 0;
            default -> false;
        };
        String location = wanted ? reply.header("Location") : null;
        // A body that was written as it came cannot be written again.
        if (location == null || (request.body() instanceof Body.Stream && reply.status() != 303)) {
            return null;
        }
        try {
            URI target = request.url().resolve(URI.create(location));
            Origin.of(target);
            return target;
        } catch (IllegalArgumentException e) {
            reply.close();
            throw new ClientException.BadReply(request.url(), "leads to \"" + location + "\", which is no address",
                    null);
        }
    }

    CookieManager cookieManager() {
        return cookies;
    }

    /** A connection for the next request to {@code url}: one that is there already, or a new one. */
    ClientConnection connect(URI url, ClientOptions with) throws IOException {
        Way way = Way.to(url, with);
        Slots slotsOfHost = slots.computeIfAbsent(way, key -> new Slots(options.maxPerHost()));
        double start = EventLoop.current().time();
        ClientConnection idle = take(slotsOfHost, url, with);
        if (idle != null) {
            return idle;
        }
        boolean connected = false;
        try {
            double left = with.connect() - (EventLoop.current().time() - start);
            Transport transport = way.open(url, with.tls(), buffers, left);
            connected = true;
            return new ClientConnection(transport, buffers, Seconds.toNanos(with.read()), slotsOfHost);
        } catch (SocketTimeoutException e) {
            throw new ClientException.ConnectTimedOut(url, with.connect(), e);
        } catch (ClientException e) {
            throw e;
        } catch (IOException e) {
            throw new ClientException.NoConnection(url, e);
        } finally {
            if (!connected) {
                slotsOfHost.giveBack(null);
            }
        }
    }

    private static @Nullable ClientConnection take(Slots slotsOfHost, URI url, ClientOptions with)
            throws ClientException {
        try {
            return slotsOfHost.take(with.connect());
        } catch (SocketTimeoutException e) {
            throw new ClientException.ConnectTimedOut(url, with.connect(), e);
        }
    }

    /** Closes it and its connections; requests under way are answered first. */
    @Override
    public void close() {
        closed = true;
        slots.values().forEach(Slots::close);
    }

    @Override
    public String toString() {
        return "<ClientSession" + (closed ? " closed>" : ">");
    }
}
