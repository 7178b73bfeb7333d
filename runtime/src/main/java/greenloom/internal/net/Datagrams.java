package greenloom.internal.net;

import greenloom.internal.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;

/** A UDP channel on the loop. */
public final class Datagrams implements AutoCloseable {
    private static final int LARGEST = 1 << 16;

    private final DatagramChannel channel;
    private final Readiness readiness;
    private final InetSocketAddress address;
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST);

    public Datagrams(InetSocketAddress at) throws IOException {
        channel = DatagramChannel.open();
        boolean bound = false;
        try {
            channel.configureBlocking(false);
            channel.bind(at);
            address = (InetSocketAddress) channel.getLocalAddress();
            readiness = Sockets.scheduler().watch(channel);
            bound = true;
        } finally {
            if (!bound) {
                channel.close();
            }
        }
    }

    /** Sends one datagram. */
    public void send(byte[] bytes, InetSocketAddress to) throws IOException {
        Sockets.ensureNotInterrupted();
        while (channel.send(ByteBuffer.wrap(bytes), to) == 0 && bytes.length > 0) {
            ensureOpen();
            readiness.awaitWritable(Long.MAX_VALUE);
            Sockets.ensureNotInterrupted();
        }
    }

    /** Waits for one and tells from whom; {@link #taken()} has it then. */
    public InetSocketAddress receive(long nanos) throws IOException {
        Sockets.ensureNotInterrupted();
        buffer.clear();
        InetSocketAddress sender = (InetSocketAddress) channel.receive(buffer);
        while (sender == null) {
            ensureOpen();
            if (!readiness.awaitReadable(nanos)) {
                throw new SocketTimeoutException("No datagram came to " + address + " in time");
            }
            Sockets.ensureNotInterrupted();
            sender = (InetSocketAddress) channel.receive(buffer);
        }
        return sender;
    }

    private void ensureOpen() throws ClosedChannelException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    /** The datagram that was received last. */
    public byte[] taken() {
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        return bytes;
    }

    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The UDP socket at " + address + " could not be closed", e);
        } finally {
            readiness.cancel();
        }
    }
}
