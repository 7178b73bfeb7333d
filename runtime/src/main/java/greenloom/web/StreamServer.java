package greenloom.web;

import greenloom.internal.Seconds;
import greenloom.internal.net.Acceptor;
import greenloom.internal.net.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A TCP server that runs a greenlet for each connection. {@code gevent.server.StreamServer}, {@code asyncio.start_server}.
 *
 * <pre>{@code
 * StreamServer echo = new StreamServer(c -> { for (String s; (s = c.readLine()) != null;) c.write(s + "\n"); }).start("127.0.0.1", 0);
 * }</pre>
 *
 * <p>It belongs to the loop that it was started on and to the greenlet that started it: what its handlers print shows where that one's output
 * does. It serves until it is closed or its loop ends. Its methods may be called by any thread.
 */
public final class StreamServer implements AutoCloseable {
    private static final double DEFAULT_GRACE = 1;

    /** What is done with a connection. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Serves one connection, in a greenlet of its own; the connection is closed when it returns.
         *
         * @param connection the connection
         * @throws Exception anything; the loop's exception handler is told
         */
        void handle(Connection connection) throws Exception;
    }

    private final Handler handler;
    private int maxConnections = Integer.MAX_VALUE;

    private @Nullable Tls tls;

    /** Written once, by {@link #start}. */
    private volatile @Nullable Acceptor acceptor;

    /**
     * Makes a server that is not started.
     *
     * @param handler what to do with each connection
     */
    public StreamServer(Handler handler) {
        this.handler = Objects.requireNonNull(handler, "handler");
    }

    /**
     * Limits how many connections it serves at once; the next ones wait until one ends.
     *
     * @param limit how many
     * @return this
     */
    public StreamServer maxConnections(int limit) {
        ensureNotStarted();
        if (limit <= 0) {
            throw new IllegalArgumentException("A server must serve at least one connection at once, not " + limit);
        }
        maxConnections = limit;
        return this;
    }

    /**
     * Speaks TLS from the first byte on.
     *
     * @param newTls its key and certificate
     * @return this
     */
    public StreamServer tls(Tls newTls) {
        ensureNotStarted();
        tls = newTls;
        return this;
    }

    private void ensureNotStarted() {
        if (acceptor != null) {
            throw new IllegalStateException(this + " is started already: set it up before, or make another one");
        }
    }

    /**
     * Starts it on the current loop.
     *
     * @param host the address to listen at
     * @param port the port; 0 for any that is free
     * @return this, listening
     * @throws IOException if it cannot listen there
     */
    public StreamServer start(String host, int port) throws IOException {
        ensureNotStarted();
        Tls spoken = tls;
        acceptor = new Acceptor(new InetSocketAddress(host, port), maxConnections, transport -> {
            Transport agreed = Tls.accept(spoken, transport);
            if (agreed != null) {
                handler.handle(new Connection(agreed));
            }
        });
        return this;
    }

    private Acceptor started() {
        Acceptor listening = acceptor;
        if (listening == null) {
            throw new IllegalStateException("The server is not started: call start(host, port)");
        }
        return listening;
    }

    /** The port that it listens at. */
    public int port() {
        return started().address().getPort();
    }

    /** The address that it listens at. */
    public InetSocketAddress address() {
        return started().address();
    }

    /** How many connections it serves now. */
    public int connections() {
        return started().size();
    }

    /** Stops it; connections have a second to end by themselves. */
    @Override
    public void close() {
        stop(DEFAULT_GRACE);
    }

    /**
     * Stops it: it listens no more, and returns when the last connection has ended.
     *
     * @param grace how many seconds connections have to end by themselves before their greenlets are killed
     */
    public void stop(double grace) {
        Acceptor listening = acceptor;
        if (listening != null) {
            Serving.onLoop(listening.loop(), "stopping " + this, () -> {
                listening.stopAccepting();
                listening.awaitEnd(grace);
            });
        }
    }

    /**
     * Stops it; see {@link #stop(double)}.
     *
     * @param grace how long connections have to end by themselves
     */
    public void stop(Duration grace) {
        stop(Seconds.of(grace));
    }

    @Override
    public String toString() {
        Acceptor listening = acceptor;
        return listening == null ? "<StreamServer not started>"
                : "<StreamServer at " + listening.address() + (listening.isOpen() ? ">" : " closed>");
    }
}
