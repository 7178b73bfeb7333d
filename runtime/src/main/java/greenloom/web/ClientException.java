package greenloom.web;

import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A request could not be made or answered; each kind has its class. {@code aiohttp.ClientError}. */
public abstract sealed class ClientException extends IOException {
    private ClientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Nobody answers at that address, or there is no such host. {@code ClientConnectorError}. */
    public static final class NoConnection extends ClientException {
        NoConnection(URI url, IOException cause) {
            super("No connection for " + url + ": " + cause.getMessage(), cause);
        }
    }

    /** The proxy would not let the request through. {@code ClientHttpProxyError}. */
    public static final class ProxyRefused extends ClientException {
        private final int status;

        ProxyRefused(URI url, Proxy proxy, int status) {
            super(proxy + " opens no way to " + url + ": " + ResponseException.reason(status), null);
            this.status = status;
        }

        /** What the proxy answered, 407 if it wants another name and password. */
        public int status() {
            return status;
        }
    }

    /** The server ended the connection before it answered. {@code ServerDisconnectedError}. */
    public static final class Disconnected extends ClientException {
        Disconnected(URI url, @Nullable IOException cause) {
            super("The server hung up before it had answered " + url, cause);
        }
    }

    /** What the server sent is no response, or not all of one. {@code ClientPayloadError}. */
    public static final class BadReply extends ClientException {
        BadReply(URI url, String what, @Nullable IOException cause) {
            super("The answer to " + url + " " + what, cause);
        }
    }

    /** One address led to the next for too long. {@code TooManyRedirects}. */
    public static final class TooManyRedirects extends ClientException {
        TooManyRedirects(URI url, int limit) {
            super(url + " was the last of more than " + limit + " redirects", null);
        }
    }

    /** The server answered with an error, and that was asked to be an exception. {@code ClientResponseError}. */
    public static final class ErrorStatus extends ClientException {
        private final int status;

        ErrorStatus(URI url, int status) {
            super(url + " was answered with " + ResponseException.reason(status), null);
            this.status = status;
        }

        /** The status, 400 or above. */
        public int status() {
            return status;
        }
    }

    /** Something took too long. {@code ServerTimeoutError}. */
    public abstract static sealed class TimedOut extends ClientException {
        private TimedOut(URI url, String what, double seconds, @Nullable Throwable cause) {
            super(url + ": " + what + " within " + seconds + " seconds", cause);
        }
    }

    /** No connection could be had in time, a wait for a free one included. {@code ConnectionTimeoutError}. */
    public static final class ConnectTimedOut extends TimedOut {
        ConnectTimedOut(URI url, double seconds, Throwable cause) {
            super(url, "no connection could be had", seconds, cause);
        }
    }

    /** The server said nothing, or took nothing, for too long. {@code SocketTimeoutError}. */
    public static final class ReadTimedOut extends TimedOut {
        ReadTimedOut(URI url, double seconds, Throwable cause) {
            super(url, "the server said or took nothing", seconds, cause);
        }
    }

    /** The whole took too long, redirects and body included. {@code asyncio.TimeoutError}. */
    public static final class TotalTimedOut extends TimedOut {
        TotalTimedOut(URI url, double seconds, Throwable cause) {
            super(url, "the whole was not over", seconds, cause);
        }
    }
}
