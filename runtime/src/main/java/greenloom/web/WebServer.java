package greenloom.web;

import greenloom.internal.Seconds;
import greenloom.internal.net.Acceptor;
import greenloom.internal.net.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A running web server, made by {@link WebApp#start}. {@code aiohttp.web.AppRunner}, {@code gevent.pywsgi.WSGIServer}.
 *
 * <p>Each request is handled in a greenlet of its own, which belongs to the one that started the server: what it prints shows where that one's
 * output does. It serves until it is closed or its loop ends. Its methods may be called by any thread.
 */
public final class WebServer implements AutoCloseable {
    private final WebApp app;
    private final ServerOptions options;
    private final Acceptor acceptor;
    private final BufferStack buffers = new BufferStack();

    /** Connections between two requests. */
    private final Set<HttpConnection> idle = new LinkedHashSet<>();

    /** Written on the loop. */
    private volatile boolean closing;

    WebServer(WebApp app, InetSocketAddress address, ServerOptions options) throws IOException {
        this.app = app;
        this.options = options;
        acceptor = new Acceptor(address, Integer.MAX_VALUE, this::serve);
    }

    private void serve(Transport transport) throws IOException {
        Transport spoken = Tls.accept(options.tls(), transport);
        if (spoken == null) {
            return;
        }
        new HttpConnection(this, spoken).serve(acceptor.size() > options.maxConnections());
    }

    WebApp app() {
        return app;
    }

    ServerOptions options() {
        return options;
    }

    BufferStack buffers() {
        return buffers;
    }

    boolean isClosing() {
        return closing;
    }

    void idle(HttpConnection connection) {
        idle.add(connection);
    }

    void busy(HttpConnection connection) {
        idle.remove(connection);
    }

    /** The port that it listens at. */
    public int port() {
        return acceptor.address().getPort();
    }

    /** The address that it listens at. */
    public InetSocketAddress address() {
        return acceptor.address();
    }

    /** Its address as a URL, without a slash at the end: {@code http://127.0.0.1:8000}. */
    public String url() {
        String host = address().getAddress().isAnyLocalAddress() ? "127.0.0.1"
                : address().getAddress().getHostAddress();
        return (options.tls() == null ? "http://" : "https://") + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + port();
    }

    /** The URL of a path on it. */
    public URI url(String path) {
        return URI.create(url() + path);
    }

    /** How many connections are open. */
    public int connections() {
        return acceptor.size();
    }

    /** Closes it; requests under way have the grace that its options say. */
    @Override
    public void close() {
        close(options.grace());
    }

    /**
     * Closes it: it listens no more, idle connections end, requests under way go on and are answered; what still runs after the grace is killed.
     * Returns when all is over.
     *
     * @param grace how many seconds requests may go on
     */
    public void close(double grace) {
        Serving.onLoop(acceptor.loop(), "closing " + this, () -> {
            if (!closing) {
                closing = true;
                acceptor.stopAccepting();
                List.copyOf(idle).forEach(HttpConnection::close);
                acceptor.awaitEnd(grace);
                app.runAll(false);
            }
        });
    }

    /** Closes it; see {@link #close(double)}. */
    public void close(Duration grace) {
        close(Seconds.of(grace));
    }

    @Override
    public String toString() {
        return "<WebServer at " + url() + (acceptor.isOpen() ? ">" : " closed>");
    }
}
