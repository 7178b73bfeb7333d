package greenloom.internal.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/**
 * Two streams of bytes, to and from a peer. Touched only by code that runs on the loop it was made on; one greenlet may read while another
 * writes.
 *
 * <p>Limits are in nanoseconds, {@link Long#MAX_VALUE} for none, and hold for each wait for the peer. A greenlet that is killed, cancelled or
 * timed out while it waits gets that exception, and the transport stays open.
 */
public interface Transport extends AutoCloseable {
    /**
     * Waits until there is something to read, and reads it.
     *
     * @return how many bytes, at least one if {@code into} has room; -1 at the end of the stream
     * @throws SocketTimeoutException if nothing came in time
     */
    int read(ByteBuffer into, long nanos) throws IOException;

    /**
     * Writes all of {@code from}, as fast as the peer takes it.
     *
     * @throws SocketTimeoutException if the peer took nothing in time
     */
    void write(ByteBuffer from, long nanos) throws IOException;

    /** Writes {@code first}, then {@code second}, together where the system can. */
    default void write(ByteBuffer first, ByteBuffer second, long nanos) throws IOException {
        write(first, nanos);
        write(second, nanos);
    }

    /**
     * Waits until reading would not wait: something came, or the end did.
     *
     * @return false if the time was up first
     */
    boolean awaitReadable(long nanos) throws IOException;

    /** Whether the peer has hung up, or said something, while nobody asked: looks without waiting. */
    boolean isStale();

    /** Whether bytes may lie read but not yet handed out, so that buffers above should rather be kept. */
    boolean isEncrypted();

    /** Tells the peer that nothing more will come. */
    void shutdownOutput() throws IOException;

    boolean isOpen();

    /** Lets go of the socket, at once; greenlets that wait for it are woken and fail. */
    @Override
    void close();

    InetSocketAddress localAddress();

    InetSocketAddress remoteAddress();

    /** The time by which limits are measured: the loop's. */
    long nanos();
}
