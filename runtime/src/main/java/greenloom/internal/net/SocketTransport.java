package greenloom.internal.net;

import greenloom.internal.Readiness;
import greenloom.internal.Scheduler;
import greenloom.internal.Seconds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/** A TCP connection. */
public final class SocketTransport implements Transport {

    /** How often a connection that never makes its greenlet wait may go on before others get a turn. */
    private static final int UNTIL_FAIR = 64;

    private static final int BITE = 1 << 17;

    private final SocketChannel channel;
    private final Scheduler scheduler;
    private final Readiness readiness;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private int withoutWait;

    /** The last read took all there was: the next one would most often find nothing, so it waits first. */
    private boolean drained;

    /** Takes over a connected channel. */
    public SocketTransport(SocketChannel channel) throws IOException {
        this(channel, Sockets.scheduler());
    }

    private SocketTransport(SocketChannel channel, Scheduler scheduler) throws IOException {
        this.channel = channel;
        this.scheduler = scheduler;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        local = (InetSocketAddress) channel.getLocalAddress();
        remote = (InetSocketAddress) channel.getRemoteAddress();
        readiness = scheduler.watch(channel);
    }

    SocketTransport(SocketChannel channel, Scheduler scheduler, Readiness readiness) throws IOException {
        this.channel = channel;
        this.scheduler = scheduler;
        this.readiness = readiness;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        local = (InetSocketAddress) channel.getLocalAddress();
        remote = (InetSocketAddress) channel.getRemoteAddress();
    }

    @Override
    public int read(ByteBuffer into, long nanos) throws IOException {
        Sockets.ensureNotInterrupted();
        int count = drained && nanos > 0 ? 0 : channel.read(into);
        while (count == 0 && into.hasRemaining()) {
            ensureInTime(awaitReadable(nanos), "Nothing came from ", nanos);
            Sockets.ensureNotInterrupted();
            count = channel.read(into);
        }
        drained = into.hasRemaining();
        letOthersRun();
        return count;
    }

    @Override
    public void write(ByteBuffer from, long nanos) throws IOException {
        Sockets.ensureNotInterrupted();
        int end = from.limit();
        while (from.position() < end) {
            if (writeSome(from, end) == 0) {
                awaitWritable(nanos);
            }
        }
        letOthersRun();
    }

    /** The JDK copies what is not direct, all of it, however little the socket takes: so it is given a bite at a time. */
    private int writeSome(ByteBuffer from, int end) throws IOException {
        from.limit(Math.min(end, from.position() + BITE));
        try {
            return channel.write(from);
        } finally {
            from.limit(end);
        }
    }

    @Override
    public void write(ByteBuffer first, ByteBuffer second, long nanos) throws IOException {
        Sockets.ensureNotInterrupted();
        if (second.remaining() <= BITE) {
            ByteBuffer[] both = {first, second};
            while (second.hasRemaining() && channel.write(both) > 0) {
                // Until all is taken, or no more is.
            }
        }
        write(first, nanos);
        write(second, nanos);
    }

    @Override
    public boolean awaitReadable(long nanos) throws IOException {
        ensureOpen();
        withoutWait = 0;
        boolean readable = readiness.awaitReadable(nanos);
        drained &= !readable;
        return readable;
    }

    private void awaitWritable(long nanos) throws IOException {
        ensureOpen();
        withoutWait = 0;
        ensureInTime(readiness.awaitWritable(nanos), "Nothing was taken by ", nanos);
        Sockets.ensureNotInterrupted();
    }

    private void ensureOpen() throws ClosedChannelException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private void ensureInTime(boolean inTime, String what, long nanos) throws SocketTimeoutException {
        if (!inTime) {
            throw new SocketTimeoutException(what + remote + " for " + Seconds.of(nanos) + " seconds");
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // The scheduler relied on is our own.
    private void letOthersRun() {
        if (++withoutWait >= UNTIL_FAIR) {
            withoutWait = 0;
            Thread.yield();
        }
    }

    @Override
    public boolean isStale() {
        try {
            return channel.read(ByteBuffer.allocate(1)) != 0;
        } catch (IOException _) {
            return true;
        }
    }

    @Override
    public boolean isEncrypted() {
        return false;
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The connection to " + remote + " could not be closed", e);
        } finally {
            readiness.cancel();
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public long nanos() {
        return scheduler.nanos();
    }

    @Override
    public String toString() {
        return "connection to " + remote;
    }
}
