package greenloom.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** The body of a reply while it comes: the connection is freed at its end. */
final class ReplyBody {
    private final ClientConnection connection;
    private final URI url;
    private final ClientOptions options;
    private final long patience;
    private final @Nullable String encoding;
    private @Nullable InputStream stream;
    private boolean closed;

    ReplyBody(ClientConnection connection, URI url, ClientOptions options, long patience) {
        this.connection = connection;
        this.url = url;
        this.options = options;
        this.patience = patience;
        encoding = connection.reader().headers().find("Content-Encoding");
    }

    /** The body, decompressed. */
    InputStream stream() throws IOException {
        InputStream body = stream;
        if (body == null) {
            if (closed) {
                throw new IllegalStateException("The reply from " + url + " was closed before its body was read");
            }
            body = new Limited(decoded(new Raw()));
            stream = body;
        }
        return body;
    }

    private InputStream decoded(Raw raw) throws IOException {
        String coding = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
        if (raw.isEmpty()) {
            return raw;
        }
        return switch (coding) {
            case "gzip", "x-gzip" -> sound(() -> new GZIPInputStream(raw));
            case "deflate" -> new InflaterInputStream(raw);
            default -> raw;
        };
    }

    /** The connection, for whoever speaks another protocol from now on; its slot is free. */
    Connection takeOver() {
        closed = true;
        return connection.takeOver();
    }

    /** Frees the connection: for the next request if this body is at its end, else for good. */
    void close() {
        if (!closed) {
            closed = true;
            if (connection.reader().isMessageComplete()) {
                connection.release();
            } else {
                connection.discard();
            }
        }
    }

    @FunctionalInterface
    private interface Reading<T extends @Nullable Object> {
        T read() throws IOException;
    }

    private <T extends @Nullable Object> T sound(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (ClientException e) {
            close();
            throw e;
        } catch (SocketTimeoutException e) {
            close();
            throw new ClientException.ReadTimedOut(url, options.read(), e);
        } catch (IOException e) {
            close();
            throw new ClientException.BadReply(url, "broke off or is not sound", e);
        }
    }

    /** What comes, as it comes. */
    private final class Raw extends InputStream {
        private ByteBuffer piece = MessageWriter.NOTHING;

        boolean isEmpty() throws IOException {
            return !fill();
        }

        private boolean fill() throws IOException {
            while (!piece.hasRemaining()) {
                if (closed) {
                    return false;
                }
                ByteBuffer next = sound(() -> connection.reader().readContent(patience));
                if (next == null) {
                    ReplyBody.this.close();
                    return false;
                }
                piece = next;
            }
            return true;
        }

        @Override
        public int read() throws IOException {
            return fill() ? piece.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, piece.remaining());
            piece.get(into, offset, count);
            return count;
        }

        @Override
        public int available() {
            // GZIPInputStream asks whether another member follows.
            return piece.remaining();
        }
    }

    /** Refuses bodies that are too long, or grow too long when they are decompressed. */
    private final class Limited extends InputStream {
        private final InputStream in;
        private long count;

        Limited(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int got = sound(() -> in.read(into, offset, length));
            count += Math.max(got, 0);
            if (count > options.maxBody()) {
                ReplyBody.this.close();
                throw new ClientException.BadReply(url,
                        "is longer than the " + options.maxBody() + " bytes that are allowed",
                        null);
            }
            return got;
        }

        @Override
        public void close() {
            ReplyBody.this.close();
        }
    }
}
