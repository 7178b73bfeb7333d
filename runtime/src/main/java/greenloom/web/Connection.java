package greenloom.web;

import greenloom.internal.Seconds;
import greenloom.internal.net.Connector;
import greenloom.internal.net.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection on the loop: reading and writing park the greenlet, never the loop. {@code asyncio}'s {@code StreamReader} and {@code
 * StreamWriter} in one, {@code gevent.socket}.
 *
 * <p>One greenlet may read while another writes. {@link #write} returns when the system has taken all: a peer that reads slowly slows its
 * writer down, and nothing piles up. A wait for the peer ends with a {@link SocketTimeoutException} after {@link #timeout(double)}; a greenlet
 * that is killed or timed out while it waits gets that exception, and the connection stays open and loses no byte.
 */
public final class Connection implements AutoCloseable {
    private static final int DEFAULT_LIMIT = 1 << 16;

    private Transport transport;
    private final Inflow in;
    private long patience = Long.MAX_VALUE;
    private int limit = DEFAULT_LIMIT;

    Connection(Transport transport) {
        this.transport = transport;
        this.in = new Inflow(transport);
    }

    /**
     * Connects; the name is looked up without stopping the loop, and its addresses are tried in turn.
     *
     * @param host a name or an address
     * @param port the port
     * @return the connection
     * @throws IOException if there is no such host or nobody answers
     */
    public static Connection open(String host, int port) throws IOException {
        return open(host, port, Double.POSITIVE_INFINITY);
    }

    /**
     * Connects; see {@link #open(String, int)}.
     *
     * @param host a name or an address
     * @param port the port
     * @param seconds the longest it may take
     * @return the connection
     * @throws SocketTimeoutException if the time was up first
     */
    public static Connection open(String host, int port, double seconds) throws IOException {
        return new Connection(Connector.connect(host, port, Seconds.toNanos(seconds)));
    }

    /**
     * Connects; see {@link #open(String, int)}.
     *
     * @param host a name or an address
     * @param port the port
     * @param time the longest it may take
     * @return the connection
     */
    public static Connection open(String host, int port, Duration time) throws IOException {
        return open(host, port, Seconds.of(time));
    }

    /**
     * Goes on in TLS, as a client.
     *
     * @param tls whom to trust
     * @param host who the server must prove to be
     * @return this
     * @throws javax.net.ssl.SSLException if it does not
     */
    public Connection startTls(Tls tls, String host) throws IOException {
        transport = tls.connect(transport, host, in.takeAll(), Double.POSITIVE_INFINITY);
        in.switchTo(transport);
        return this;
    }

    /**
     * Limits each wait for the peer, to read or to write.
     *
     * @param seconds the longest wait; positive infinity, the default, for none
     * @return this
     */
    public Connection timeout(double seconds) {
        patience = Seconds.toNanos(seconds);
        return this;
    }

    /**
     * Limits each wait for the peer; see {@link #timeout(double)}.
     *
     * @param time the longest wait
     * @return this
     */
    public Connection timeout(Duration time) {
        return timeout(Seconds.of(time));
    }

    /**
     * Limits what {@link #readUntil} and {@link #readLine} gather: 64 KiB, unless set.
     *
     * @param bytes how much
     * @return this
     */
    public Connection limit(int bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("A limit must be positive, not " + bytes);
        }
        limit = bytes;
        return this;
    }

    /**
     * Reads what is there, waiting until something is.
     *
     * @param most at most so many bytes
     * @return at least one byte; none at the end of the stream
     */
    public byte[] read(int most) throws IOException {
        if (in.available() == 0 && !in.fill(patience)) {
            return new byte[0];
        }
        return in.take(Math.min(most, in.available()));
    }

    /**
     * Reads to the end of the stream.
     *
     * @return all bytes
     */
    public byte[] readAll() throws IOException {
        while (in.fill(patience)) {
            // More may come.
        }
        return in.takeAll();
    }

    /**
     * Reads exactly {@code count} bytes.
     *
     * @param count how many
     * @return the bytes
     * @throws IncompleteReadException if the stream ends before
     */
    public byte[] readExactly(int count) throws IOException {
        if (count < 0) {
            throw new IllegalArgumentException("Cannot read " + count + " bytes");
        }
        await(count);
        return in.take(count);
    }

    /** Waits for {@code count} bytes, which stay to be read. */
    void await(int count) throws IOException {
        while (in.available() < count) {
            if (!in.fill(patience)) {
                throw new IncompleteReadException("all " + count + " had come", in.takeAll());
            }
        }
    }

    /**
     * Reads up to and with {@code separator}.
     *
     * @param separator what to look for
     * @return the bytes, the separator at their end
     * @throws IncompleteReadException if the stream ends before
     * @throws TooLongException if it has not come within the {@link #limit}; nothing is taken then
     */
    public byte[] readUntil(byte[] separator) throws IOException {
        int found = find(separator);
        if (found < 0) {
            throw new IncompleteReadException("the separator had come", in.takeAll());
        }
        return in.take(found + separator.length);
    }

    /**
     * Reads up to and with {@code separator}; see {@link #readUntil(byte[])}.
     *
     * @param separator what to look for, in UTF-8
     * @return the bytes, the separator at their end
     */
    public byte[] readUntil(String separator) throws IOException {
        return readUntil(separator.getBytes(StandardCharsets.UTF_8));
    }

    private int find(byte[] separator) throws IOException {
        if (separator.length == 0) {
            throw new IllegalArgumentException("A separator must have at least one byte");
        }
        int from = 0;
        while (true) {
            int found = in.indexOf(separator, from);
            if ((found < 0 ? in.available() : found) > limit) {
                throw new TooLongException("The separator did not come within " + limit + " bytes");
            }
            if (found >= 0) {
                return found;
            }
            from = Math.max(0, in.available() - separator.length + 1);
            if (!in.fill(patience)) {
                return -1;
            }
        }
    }

    /**
     * Reads a line of UTF-8, without its end (LF or CR LF).
     *
     * @return the line; what is left at the end of the stream; null if nothing is
     * @throws TooLongException if it is longer than the {@link #limit}
     */
    public @Nullable String readLine() throws IOException {
        int found = find(new byte[] {'\n'});
        if (found < 0 && in.available() == 0) {
            return null;
        }
        String line = new String(found < 0 ? in.takeAll() : in.take(found), StandardCharsets.UTF_8);
        if (found >= 0) {
            in.take(1);
        }
        return line.endsWith("\r") && found >= 0 ? line.substring(0, line.length() - 1) : line;
    }

    /**
     * Writes all of {@code bytes}, as fast as the peer takes them.
     *
     * @param bytes what to write
     */
    public void write(byte[] bytes) throws IOException {
        transport.write(ByteBuffer.wrap(bytes), patience);
    }

    /**
     * Writes a text in UTF-8; see {@link #write(byte[])}.
     *
     * @param text what to write
     */
    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells the peer that nothing more will be written; reading goes on. */
    public void finishWriting() throws IOException {
        transport.shutdownOutput();
    }

    /** What comes, as a stream of the JDK's: for libraries that read one. */
    public InputStream inputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                return in.available() == 0 && !in.fill(patience) ? -1 : in.take(into, offset, length);
            }
        };
    }

    /** What goes, as a stream of the JDK's, unbuffered: for libraries that write to one. */
    public OutputStream outputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                transport.write(ByteBuffer.wrap(from, offset, length), patience);
            }
        };
    }

    Inflow inflow() {
        return in;
    }

    Transport transport() {
        return transport;
    }

    /** The address of this end. */
    public InetSocketAddress localAddress() {
        return transport.localAddress();
    }

    /** The address of the other end. */
    public InetSocketAddress remoteAddress() {
        return transport.remoteAddress();
    }

    /** Whether it has not been closed at this end. */
    public boolean isOpen() {
        return transport.isOpen();
    }

    /** Closes it; greenlets that read or write it fail with a {@link java.nio.channels.ClosedChannelException}. */
    @Override
    public void close() {
        transport.close();
    }

    @Override
    public String toString() {
        return "<Connection to " + remoteAddress() + (isOpen() ? ">" : " closed>");
    }
}
