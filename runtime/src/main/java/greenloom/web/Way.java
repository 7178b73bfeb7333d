package greenloom.web;

import greenloom.EventLoop;
import greenloom.internal.Seconds;
import greenloom.internal.net.Connector;
import greenloom.internal.net.Transport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How requests get to a server, straight or through a proxy: requests of the same way can share connections. */
record Way(Origin origin, @Nullable Proxy proxy) {
    private static final int FIRST_FINAL = 200;
    private static final int LAST_SUCCESS = 299;

    /** The way to what {@code url} names. */
    static Way to(URI url, ClientOptions options) {
        URI through = options.proxy();
        return new Way(Origin.of(url), through == null ? null : Proxy.at(through));
    }

    /**
     * Opens a connection on which the server's requests can be written.
     *
     * @param url what asks for it, for errors
     * @param seconds the longest it may take in all
     * @throws SocketTimeoutException if the time was up first
     * @throws ClientException.ProxyRefused if the proxy refuses
     * @throws IOException if nobody answers
     */
    Transport open(URI url, Tls tls, BufferStack buffers, double seconds) throws IOException {
        double deadline = EventLoop.current().time() + seconds;
        Proxy through = proxy;
        Transport raw = through == null ? Connector.connect(origin.host(), origin.port(), Seconds.toNanos(seconds))
                : reach(through, seconds);
        if (!origin.secure()) {
            return raw;
        }
        if (through != null) {
            tunnel(url, through, raw, buffers, deadline);
        }
        return tls.connect(raw, origin.host(), new byte[0], left(deadline));
    }

    private static Transport reach(Proxy proxy, double seconds) throws IOException {
        try {
            return Connector.connect(proxy.host(), proxy.port(), Seconds.toNanos(seconds));
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(proxy + " does not answer: " + e.getMessage(), e);
        }
    }

    /** Has the proxy pass on all that follows. */
    private void tunnel(URI url, Proxy through, Transport raw, BufferStack buffers, double deadline)
            throws IOException {
        boolean opened = false;
        try {
            byte[] request = request(through).getBytes(StandardCharsets.US_ASCII);
            raw.write(ByteBuffer.wrap(request), Seconds.toNanos(left(deadline)));
            ReplyReader answer = new ReplyReader(raw, buffers);
            answer.begin(true);
            if (!answer.readHead(Seconds.toNanos(left(deadline)))) {
                throw new IOException(through + " hung up");
            }
            if (answer.status() < FIRST_FINAL || answer.status() > LAST_SUCCESS) {
                throw new ClientException.ProxyRefused(url, through, answer.status());
            }
            // A server says nothing before its client does: nothing of the tunnel can have been read.
            answer.release();
            opened = true;
        } finally {
            if (!opened) {
                raw.close();
            }
        }
    }

    /** Written by hand: the generator knows no target without a path. */
    private String request(Proxy through) {
        String authority = origin.bracketed() + ":" + origin.port();
        String secret = through.authorization() == null ? ""
                : "Proxy-Authorization: " + through.authorization() + "\r\n";
        return "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + secret + "\r\n";
    }

    private static double left(double deadline) {
        return Math.max(0, deadline - EventLoop.current().time());
    }
}
