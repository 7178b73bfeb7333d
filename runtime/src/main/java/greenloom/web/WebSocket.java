package greenloom.web;

import greenloom.Async;
import greenloom.Event;
import greenloom.Greenlet;
import greenloom.GreenletExit;
import greenloom.internal.Seconds;
import greenloom.internal.Sneaky;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket, of a server or a client. {@code aiohttp.web.WebSocketResponse}, {@code aiohttp.ClientWebSocketResponse}.
 *
 * <pre>{@code
 * app.webSocket("/echo", ws -> {
 *     for (Message m : ws) ws.send(m.text());
 * });
 * }</pre>
 *
 * <p>One greenlet receives; any number may send, and each message goes out whole. Pings are answered while somebody receives. The iteration
 * ends when the peer closes, breaks the rules or is gone: {@link #closeCode()} tells how.
 */
public final class WebSocket implements Iterable<Message>, AutoCloseable {
    static final long MAX_MESSAGE = 16L << 20;
    private static final double CLOSE_PATIENCE = 10;
    private static final double WRITE_PATIENCE = 60;

    /** What is done with a WebSocket. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Uses it; it is closed when this returns: normally, or with 1011 if this fails.
         *
         * @param socket the WebSocket
         * @throws Exception anything; the loop's exception handler is told
         */
        void handle(WebSocket socket) throws Exception;
    }

    private final Connection connection;
    private final boolean client;
    private final @Nullable String protocol;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Assembly assembly = new Assembly();
    private final Event ended = new Event();
    private @Nullable Greenlet<?> receiver;
    private @Nullable Greenlet<?> heart;
    private @Nullable CloseFrame close;
    private boolean closeSent;
    private boolean answered;

    WebSocket(Connection connection, boolean client, @Nullable String protocol, long maxMessage) {
        this.connection = connection;
        this.client = client;
        this.protocol = protocol;
        reader = new FrameReader(connection, !client, maxMessage);
        writer = new FrameWriter(connection.transport(), client, Seconds.toNanos(WRITE_PATIENCE));
    }

    static void serve(Connection connection, @Nullable String protocol, Handler handler) throws IOException {
        WebSocket socket = new WebSocket(connection, false, protocol, MAX_MESSAGE);
        try {
            handler.handle(socket);
            socket.close();
        } catch (GreenletExit e) {
            socket.sendClose(new CloseFrame(CloseFrame.GOING_AWAY, "the server is closing"));
            throw e;
        } catch (ClosedWebSocketException e) {
            // The peer went away while something was sent to it: the normal end of many a conversation.
        } catch (Throwable e) {
            socket.sendClose(new CloseFrame(CloseFrame.SERVER_ERROR, ""));
            throw Sneaky.rethrow(e);
        } finally {
            socket.end(new CloseFrame(CloseFrame.ABNORMAL, ""));
        }
    }

    /**
     * Sends a text.
     *
     * @param text the message
     * @throws ClosedWebSocketException if the WebSocket is closed or the peer is gone
     */
    public void send(String text) throws ClosedWebSocketException {
        send(Frame.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes; see {@link #send(String)}. */
    public void send(byte[] bytes) throws ClosedWebSocketException {
        send(Frame.BINARY, bytes);
    }

    /** Sends any object as JSON, in a text; see {@link #send(String)}. */
    public void sendJson(Object value) throws ClosedWebSocketException {
        send(Frame.TEXT, Json.write(value));
    }

    /** Sends a ping, which the peer answers by itself. */
    public void ping() throws ClosedWebSocketException {
        send(Frame.PING, new byte[0]);
    }

    private void send(int opcode, byte[] payload) throws ClosedWebSocketException {
        if (closeSent || close != null) {
            throw new ClosedWebSocketException("This WebSocket is closed, with code " + closeCode(), null);
        }
        try {
            writer.write(opcode, payload);
        } catch (IOException e) {
            cut();
            throw new ClosedWebSocketException("The peer of this WebSocket is gone", e);
        }
    }

    /**
     * Waits for the next message.
     *
     * @return the message; null when there will be no more
     * @throws IllegalStateException if another greenlet waits for one
     */
    public @Nullable Message receive() {
        if (receiver != null) {
            throw new IllegalStateException(
                    "Two greenlets want to receive from one WebSocket: " + receiver + " waits already");
        }
        if (close != null) {
            return null;
        }
        receiver = Async.current();
        try {
            return readMessage();
        } catch (ProtocolError e) {
            fail(e);
        } catch (IOException _) {
            cut();
        } finally {
            receiver = null;
        }
        return null;
    }

    /**
     * Waits for the next message, at most {@code seconds}.
     *
     * @param seconds the longest wait
     * @return the message; null when there will be no more
     * @throws greenloom.Timeout if the time was up first; nothing is lost
     */
    public @Nullable Message receive(double seconds) {
        return Async.withTimeout(seconds, () -> receive());
    }

    /** Waits for the next message; see {@link #receive(double)}. */
    public @Nullable Message receive(Duration time) {
        return receive(Seconds.of(time));
    }

    private @Nullable Message readMessage() throws IOException {
        while (true) {
            Frame frame = reader.read();
            answered = true;
            switch (frame.opcode()) {
                case Frame.PING -> pong(frame.payload());
                case Frame.PONG -> {}
                case Frame.CLOSE -> {
                    closedByPeer(CloseFrame.of(frame.payload()));
                    return null;
                }
                default -> {
                    Message message = assembly.add(frame);
                    if (message != null) {
                        return message;
                    }
                }
            }
        }
    }

    private void pong(byte[] payload) throws IOException {
        if (!closeSent) {
            writer.write(Frame.PONG, payload);
        }
    }

    private void closedByPeer(CloseFrame frame) {
        sendClose(frame);
        end(frame);
    }

    private void fail(ProtocolError error) {
        CloseFrame frame = new CloseFrame(error.code(), String.valueOf(error.getMessage()));
        sendClose(frame);
        end(frame);
    }

    private void sendClose(CloseFrame frame) {
        if (closeSent) {
            return;
        }
        byte[] payload = frame.payload();
        closeSent = true;
        try {
            writer.write(Frame.CLOSE, payload);
        } catch (IOException _) {
            cut();
        }
    }

    /** The peer is gone without a word. */
    private void cut() {
        end(new CloseFrame(CloseFrame.ABNORMAL, ""));
        connection.close();
    }

    private void end(CloseFrame frame) {
        if (close == null) {
            close = frame;
            ended.set();
            if (client) {
                // The server's is closed by whoever accepted it, after the client had time to see why.
                connection.close();
            }
        }
        if (heart != null && heart != Async.current()) {
            heart.throwInto(new GreenletExit("the WebSocket is closed"));
        }
    }

    /**
     * Pings the peer again and again, and takes it for gone when nothing comes back within half of that time while somebody receives.
     *
     * @param seconds the time between two pings
     * @return this
     */
    public WebSocket heartbeat(double seconds) {
        if (heart != null) {
            throw new IllegalStateException("This WebSocket has a heartbeat already");
        }
        heart = Async.spawn("heartbeat", () -> {
            while (close == null) {
                Async.sleep(seconds);
                beat(seconds / 2);
            }
        });
        return this;
    }

    /** Pings the peer again and again; see {@link #heartbeat(double)}. */
    public WebSocket heartbeat(Duration time) {
        return heartbeat(Seconds.of(time));
    }

    private void beat(double patience) {
        answered = false;
        boolean listened = receiver != null;
        try {
            ping();
        } catch (ClosedWebSocketException _) {
            return;
        }
        Async.sleep(patience);
        if (!answered && listened && receiver != null) {
            cut();
        }
    }

    /** Closes it normally; does nothing if it is closed. */
    @Override
    public void close() {
        close(CloseFrame.NORMAL, "");
    }

    /**
     * Closes it and waits, ten seconds at most, for the peer to do so too.
     *
     * @param code why: 1000 for normally, or 3000 to 4999
     * @param reason in words, 123 bytes at most
     */
    public void close(int code, String reason) {
        if (!CloseFrame.isSendable(code)) {
            throw new IllegalArgumentException(
                    "A WebSocket cannot be closed with " + code + ": take 1000, or 3000 to 4999");
        }
        sendClose(new CloseFrame(code, reason));
        if (close == null) {
            awaitClose();
        }
        if (close == null) {
            cut();
        }
    }

    private void awaitClose() {
        if (receiver != null) {
            ended.await(CLOSE_PATIENCE);
            return;
        }
        double deadline = Async.current().loop().time() + CLOSE_PATIENCE;
        while (close == null) {
            connection.timeout(Math.max(0, deadline - Async.current().loop().time()));
            // What still comes is not wanted any more; a timeout cuts the connection.
            receive();
        }
    }

    /** The protocol that both ends agreed to speak in its messages; null if they named none. */
    public @Nullable String protocol() {
        return protocol;
    }

    /** Whether messages may go both ways. */
    public boolean isOpen() {
        return close == null && !closeSent;
    }

    /** How it was closed: the peer's code, or ours; 1006 if the peer went without a word; 0 while it is open. */
    public int closeCode() {
        CloseFrame frame = close;
        return frame == null ? 0 : frame.code();
    }

    /** Why it was closed, in the words of whoever did it. */
    public String closeReason() {
        CloseFrame frame = close;
        return frame == null ? "" : frame.reason();
    }

    /** The underlying connection: its addresses. */
    public Connection connection() {
        return connection;
    }

    /** Receives until there is no more. */
    @Override
    public Iterator<Message> iterator() {
        return new Iterator<>() {
            private @Nullable Message next;

            @Override
            public boolean hasNext() {
                if (next == null) {
                    next = receive();
                }
                return next != null;
            }

            @Override
            public Message next() {
                if (!hasNext() || next == null) {
                    throw new NoSuchElementException("The WebSocket is closed, with code " + closeCode());
                }
                Message message = next;
                next = null;
                return message;
            }
        };
    }

    @Override
    public String toString() {
        return "<WebSocket with " + connection.remoteAddress() + (isOpen() ? ">" : " closed>");
    }
}
