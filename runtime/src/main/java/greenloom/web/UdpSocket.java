package greenloom.web;

import greenloom.internal.Seconds;
import greenloom.internal.net.Datagrams;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A UDP socket on the loop: waiting for a datagram parks the greenlet. {@code gevent.socket}, {@code asyncio.DatagramTransport}. */
public final class UdpSocket implements AutoCloseable {
    private final Datagrams datagrams;

    private UdpSocket(Datagrams datagrams) {
        this.datagrams = datagrams;
    }

    /** What came, and from whom. */
    public static final class Datagram {
        private final byte[] bytes;
        private final InetSocketAddress sender;

        Datagram(byte[] bytes, InetSocketAddress sender) {
            this.bytes = bytes;
            this.sender = sender;
        }

        /** What came. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** What came, as a text in UTF-8. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** From whom; {@link UdpSocket#send(byte[], InetSocketAddress)} can answer there. */
        public InetSocketAddress sender() {
            return sender;
        }

        @Override
        public String toString() {
            return "<Datagram of " + bytes.length + " bytes from " + sender + ">";
        }
    }

    /**
     * Opens a socket.
     *
     * @param host the address to receive at
     * @param port the port; 0 for any that is free
     * @return the socket
     * @throws IOException if it cannot be had
     */
    public static UdpSocket bind(String host, int port) throws IOException {
        return new UdpSocket(new Datagrams(new InetSocketAddress(host, port)));
    }

    /**
     * Sends a datagram.
     *
     * @param bytes what
     * @param to to whom
     */
    public void send(byte[] bytes, InetSocketAddress to) throws IOException {
        datagrams.send(bytes, to);
    }

    /** Sends a text in UTF-8; see {@link #send(byte[], InetSocketAddress)}. */
    public void send(String text, InetSocketAddress to) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8), to);
    }

    /** Waits for the next datagram. */
    public Datagram receive() throws IOException {
        return receive(Double.POSITIVE_INFINITY);
    }

    /**
     * Waits for the next datagram.
     *
     * @param seconds the longest wait
     * @return what came
     * @throws SocketTimeoutException if nothing came in time
     */
    public Datagram receive(double seconds) throws IOException {
        InetSocketAddress sender = datagrams.receive(Seconds.toNanos(seconds));
        return new Datagram(datagrams.taken(), sender);
    }

    /** Waits for the next datagram; see {@link #receive(double)}. */
    public Datagram receive(Duration time) throws IOException {
        return receive(Seconds.of(time));
    }

    /** The address it receives at. */
    public InetSocketAddress address() {
        return datagrams.address();
    }

    /** Closes it; who waits for a datagram fails. */
    @Override
    public void close() {
        datagrams.close();
    }

    @Override
    public String toString() {
        return "<UdpSocket at " + address() + ">";
    }
}
