package greenloom.web;

import greenloom.internal.Seconds;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a web server is set up, above all what it lets clients do; each method answers a changed copy. Sizes are in bytes, times in seconds.
 *
 * @param maxConnections who comes as one more is answered 503
 * @param maxHeader the longest request line and header together; longer ones are answered 414 or 431
 * @param maxBody the longest body of a request; longer ones are answered 413
 * @param idle how long a connection may stay open between two requests
 * @param head how long a request line and header may take to come, from their first byte; then 408
 * @param body how long each piece of a body may take to come; then 408
 * @param write how long a client may take nothing of a response
 * @param grace how long requests may go on after {@link WebServer#close()}
 * @param accessLog told of each response; null for nobody
 * @param tls speaks HTTPS; null for plain HTTP
 */
public record ServerOptions(int maxConnections, int maxHeader, long maxBody, double idle, double head, double body,
        double write, double grace, @Nullable Consumer<? super AccessEntry> accessLog,
        @Nullable Tls tls) {
    static final ServerOptions DEFAULT = new ServerOptions(50_000, 8192, 64L << 20, 75, 20, 30, 60, 10, null,
            null);

    /** What holds unless said otherwise. */
    public static ServerOptions defaults() {
        return DEFAULT;
    }

    /** Limits how many connections there may be at once. */
    public ServerOptions maxConnections(int limit) {
        return new ServerOptions(limit, maxHeader, maxBody, idle, head, body, write, grace, accessLog, tls);
    }

    /** Limits the request line and header. */
    public ServerOptions maxHeader(int bytes) {
        return new ServerOptions(maxConnections, bytes, maxBody, idle, head, body, write, grace, accessLog, tls);
    }

    /** Limits the body of a request. */
    public ServerOptions maxBody(long bytes) {
        return new ServerOptions(maxConnections, maxHeader, bytes, idle, head, body, write, grace, accessLog, tls);
    }

    /** Limits the time between two requests. */
    public ServerOptions idle(double seconds) {
        return new ServerOptions(maxConnections, maxHeader, maxBody, seconds, head, body, write, grace, accessLog, tls);
    }

    /** Limits the time between two requests. */
    public ServerOptions idle(Duration time) {
        return idle(Seconds.of(time));
    }

    /** Limits the time that a request line and header take to come. */
    public ServerOptions head(double seconds) {
        return new ServerOptions(maxConnections, maxHeader, maxBody, idle, seconds, body, write, grace, accessLog, tls);
    }

    /** Limits the time that a request line and header take to come. */
    public ServerOptions head(Duration time) {
        return head(Seconds.of(time));
    }

    /** Limits the time that each piece of a body takes to come. */
    public ServerOptions body(double seconds) {
        return new ServerOptions(maxConnections, maxHeader, maxBody, idle, head, seconds, write, grace, accessLog, tls);
    }

    /** Limits the time that each piece of a body takes to come. */
    public ServerOptions body(Duration time) {
        return body(Seconds.of(time));
    }

    /** Limits the time that a client may take nothing. */
    public ServerOptions write(double seconds) {
        return new ServerOptions(maxConnections, maxHeader, maxBody, idle, head, body, seconds, grace, accessLog, tls);
    }

    /** Limits the time that a client may take nothing. */
    public ServerOptions write(Duration time) {
        return write(Seconds.of(time));
    }

    /** Limits how long requests may go on when the server is closed. */
    public ServerOptions grace(double seconds) {
        return new ServerOptions(maxConnections, maxHeader, maxBody, idle, head, body, write, seconds, accessLog, tls);
    }

    /** Limits how long requests may go on when the server is closed. */
    public ServerOptions grace(Duration time) {
        return grace(Seconds.of(time));
    }

    /** Has {@code log} told of each response, after its last byte. */
    public ServerOptions accessLog(Consumer<? super AccessEntry> log) {
        return new ServerOptions(maxConnections, maxHeader, maxBody, idle, head, body, write, grace, log, tls);
    }

    /** Speaks HTTPS. */
    public ServerOptions tls(Tls newTls) {
        return new ServerOptions(maxConnections, maxHeader, maxBody, idle, head, body, write, grace, accessLog, newTls);
    }
}
