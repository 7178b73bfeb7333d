package greenloom.web;

import greenloom.Async;
import greenloom.internal.Seconds;
import greenloom.internal.net.Transport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** One connection of a web server: its greenlet reads the heads of requests one after the other and has each answered in a greenlet of its own. */
final class HttpConnection {
    private static final int UNAVAILABLE = 503;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int MOST_DRAINED = 1 << 16;
    private static final double LINGER = 0.5;

    private final WebServer server;
    private final Transport transport;
    private final RequestReader reader;
    private final MessageWriter writer;

    HttpConnection(WebServer server, Transport transport) {
        ServerOptions options = server.options();
        this.server = server;
        this.transport = transport;
        reader = new RequestReader(transport, server.buffers(), options.maxHeader());
        writer = new MessageWriter(transport, server.buffers(), Seconds.toNanos(options.write()));
    }

    void serve(boolean tooMany) throws IOException {
        try {
            if (tooMany) {
                refuse(UNAVAILABLE, "This server has too many connections");
                return;
            }
            while (awaitRequest() && serveOne()) {
                reader.begin();
            }
        } catch (IOException _) {
            // The client is gone, or talks no more: its affair alone.
        } finally {
            reader.release();
        }
    }

    private boolean awaitRequest() throws IOException {
        if (server.isClosing()) {
            return false;
        }
        server.idle(this);
        try {
            return reader.awaitMessage(Seconds.toNanos(server.options().idle()));
        } finally {
            server.busy(this);
        }
    }

    private boolean serveOne() throws IOException {
        try {
            if (!reader.readHead(Seconds.toNanos(server.options().head()))) {
                return false;
            }
        } catch (MessageReader.HeadException e) {
            refuse(e.status(), String.valueOf(e.getMessage()));
            return false;
        } catch (SocketTimeoutException e) {
            refuse(REQUEST_TIMEOUT, "The request did not come in time");
            return false;
        }
        Exchange exchange = new Exchange(server, transport, reader, writer);
        exchange.run();
        if (!exchange.isPersistent() || !transport.isOpen()) {
            linger();
            return false;
        }
        return drain();
    }

    /** Reads what is left of a body that the handler did not want; false if that is too much. */
    private boolean drain() throws IOException {
        long left = MOST_DRAINED;
        while (!reader.isMessageComplete()) {
            ByteBuffer piece = reader.readContent(Seconds.toNanos(server.options().body()));
            left -= piece == null ? 0 : piece.remaining();
            if (left < 0) {
                linger();
                return false;
            }
        }
        return reader.isReusable();
    }

    private void refuse(int status, String reason) throws IOException {
        Exchange.refuse(writer, status, reason);
        linger();
    }

    /** Ends the connection so that the client sees the response: it would lose it if it were still sending when the socket goes. */
    private void linger() throws IOException {
        if (!transport.isOpen()) {
            return;
        }
        transport.shutdownOutput();
        ByteBuffer waste = server.buffers().take();
        try {
            long deadline = transport.nanos() + Seconds.toNanos(LINGER);
            long left = deadline - transport.nanos();
            while (left > 0 && transport.read(waste.clear(), left) >= 0) {
                left = deadline - transport.nanos();
            }
        } catch (SocketTimeoutException _) {
            // It had its time.
        } finally {
            server.buffers().giveBack(waste);
        }
    }

    void close() {
        transport.close();
    }

    @Override
    public String toString() {
        return "HTTP " + transport + " in " + Async.current().name();
    }
}
