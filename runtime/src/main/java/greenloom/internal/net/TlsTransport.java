package greenloom.internal.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS over another transport: the JDK's engine, run by whichever greenlet reads or writes.
 *
 * <p>Once the JVM is warm, its tasks (signatures, key agreement) run in place: a handshake holds the carrier for well under a millisecond, and handing them to a pool
 * bought nothing when it was measured.
 */
public final class TlsTransport implements Transport {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int RECORDS_AT_ONCE = 4;

    /** How many tasks are still to be run elsewhere: the first ones load many classes, which takes the loop's time. */
    private static final AtomicInteger COLD = new AtomicInteger(16);

    private final Transport raw;
    private final SSLEngine engine;
    private final Turns writing = new Turns();

    /** What came and was not decrypted yet; ready to be read from. */
    private ByteBuffer cipherIn;

    /** What was decrypted and not taken yet; ready to be read from. */
    private ByteBuffer plainIn;

    private final ByteBuffer cipherOut;
    private boolean handshaken;
    private boolean ended;

    /** Takes over a transport; the handshake begins with {@link #handshake} or with the first use. */
    public TlsTransport(Transport raw, SSLEngine engine) {
        this.raw = raw;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        cipherIn = ByteBuffer.allocate(packet).limit(0);
        plainIn = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
        cipherOut = ByteBuffer.allocate(packet * RECORDS_AT_ONCE);
    }

    /** Puts {@code bytes} that came already before those that will. */
    public TlsTransport preceded(byte[] bytes) {
        if (bytes.length > 0) {
            cipherIn = ByteBuffer.allocate(Math.max(cipherIn.capacity(), bytes.length)).put(bytes).flip();
        }
        return this;
    }

    /** Agrees with the peer on keys; each wait for it takes at most {@code nanos}. */
    public void handshake(long nanos) throws IOException {
        if (!handshaken) {
            engine.beginHandshake();
            shakeHands(nanos);
            handshaken = true;
        }
    }

    private void shakeHands(long nanos) throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> wrap(NOTHING, NOTHING, nanos);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!unwrap(nanos) && ended) {
                        throw new SSLException("The peer hung up during the TLS handshake");
                    }
                    if (plainIn.hasRemaining()) {
                        return;
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            if (COLD.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                Offload.call(Executors.callable(task));
            } else {
                task.run();
            }
        }
    }

    @Override
    public int read(ByteBuffer into, long nanos) throws IOException {
        handshake(nanos);
        while (!plainIn.hasRemaining()) {
            if (!ended) {
                unwrap(nanos);
            }
            if (ended) {
                return -1;
            }
            if (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING && !engine.isInboundDone()) {
                shakeHands(nanos);
            }
        }
        int count = Math.min(plainIn.remaining(), into.remaining());
        into.put(plainIn.slice(plainIn.position(), count));
        plainIn.position(plainIn.position() + count);
        return count;
    }

    /** Decrypts the next record, reading what it needs; false if there is none because the stream has ended. */
    private boolean unwrap(long nanos) throws IOException {
        plainIn.clear();
        SSLEngineResult result;
        try {
            result = engine.unwrap(cipherIn, plainIn);
        } finally {
            plainIn.flip();
        }
        return switch (result.getStatus()) {
            case OK -> true;
            case BUFFER_UNDERFLOW -> readMore(nanos);
            case BUFFER_OVERFLOW -> {
                plainIn = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize() + plainIn.capacity())
                        .limit(0);
                yield true;
            }
            case CLOSED -> {
                ended = true;
                yield false;
            }
        };
    }

    private boolean readMore(long nanos) throws IOException {
        if (cipherIn.remaining() == cipherIn.capacity()) {
            cipherIn = ByteBuffer.allocate(2 * cipherIn.capacity()).put(cipherIn).flip();
        }
        cipherIn.compact();
        try {
            if (raw.read(cipherIn, nanos) < 0) {
                ended = true;
                return false;
            }
            return true;
        } finally {
            cipherIn.flip();
        }
    }

    @Override
    public void write(ByteBuffer from, long nanos) throws IOException {
        write(from, NOTHING, nanos);
    }

    @Override
    public void write(ByteBuffer first, ByteBuffer second, long nanos) throws IOException {
        handshake(nanos);
        while (first.hasRemaining() || second.hasRemaining()) {
            wrap(first, second, nanos);
        }
    }

    /** Encrypts and sends some records; if that is ended half way, the peer could decrypt nothing more, so the connection is closed. */
    private void wrap(ByteBuffer first, ByteBuffer second, long nanos) throws IOException {
        writing.take();
        boolean whole = false;
        try {
            ByteBuffer[] both = {first, second};
            int record = engine.getSession().getPacketBufferSize();
            cipherOut.clear();
            do {
                SSLEngineResult result = engine.wrap(both, cipherOut);
                if (result.getStatus() == SSLEngineResult.Status.CLOSED && cipherOut.position() == 0) {
                    throw new SSLException("The TLS connection is closed");
                }
            } while (cipherOut.remaining() >= record && (first.hasRemaining() || second.hasRemaining()));
            raw.write(cipherOut.flip(), nanos);
            whole = true;
        } finally {
            if (!whole && cipherOut.position() > 0) {
                raw.close();
            }
            writing.pass();
        }
    }

    @Override
    public boolean awaitReadable(long nanos) throws IOException {
        return plainIn.hasRemaining() || cipherIn.hasRemaining() || raw.awaitReadable(nanos);
    }

    @Override
    public boolean isStale() {
        if (plainIn.hasRemaining() || ended) {
            return true;
        }
        try {
            // Session tickets come unasked: they are no sign of anything.
            read(ByteBuffer.allocate(1), 0);
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    @Override
    public boolean isEncrypted() {
        return true;
    }

    @Override
    public void shutdownOutput() throws IOException {
        sayGoodbye(Long.MAX_VALUE);
        raw.shutdownOutput();
    }

    private void sayGoodbye(long nanos) throws IOException {
        if (!engine.isOutboundDone()) {
            engine.closeOutbound();
            wrap(NOTHING, NOTHING, nanos);
        }
    }

    @Override
    public boolean isOpen() {
        return raw.isOpen();
    }

    @Override
    public void close() {
        if (!raw.isOpen()) {
            return;
        }
        try {
            sayGoodbye(0);
        } catch (IOException _) {
            // It is closed all the same; the peer sees the end of the stream without a goodbye.
        } finally {
            raw.close();
        }
    }

    /** Which protocol and cipher were agreed on. */
    public String describe() {
        return engine.getSession().getProtocol() + " " + engine.getSession().getCipherSuite();
    }

    @Override
    public InetSocketAddress localAddress() {
        return raw.localAddress();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return raw.remoteAddress();
    }

    @Override
    public long nanos() {
        return raw.nanos();
    }

    @Override
    public String toString() {
        return "TLS " + raw;
    }
}
