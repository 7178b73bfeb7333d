package greenloom.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Where a body is written to piece by piece; each goes out at once, as fast as the peer takes it. {@code aiohttp.web.StreamResponse}. */
public final class BodyStream extends OutputStream {
    private final MessageWriter writer;

    BodyStream(MessageWriter writer) {
        this.writer = writer;
    }

    /**
     * Writes a text in UTF-8.
     *
     * @param text what to write
     * @throws IOException if the peer is gone
     */
    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            if (length > 0) {
                writer.write(ByteBuffer.wrap(bytes, offset, length), false);
            }
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }
}
