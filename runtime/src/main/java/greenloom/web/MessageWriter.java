package greenloom.web;

import greenloom.internal.net.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpGenerator.Result;
import org.eclipse.jetty.http.MetaData;
import org.jspecify.annotations.Nullable;

/** Writes one message after the other to a transport, framed by Jetty's generator; a small message goes in one piece. */
final class MessageWriter {
    static {
        Slf4j.quieten();
    }

    static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final int LARGEST_HEADER = 1 << 18;

    private final HttpGenerator generator = new HttpGenerator();
    private final Transport transport;
    private final BufferStack buffers;
    private final long patience;
    private @Nullable MetaData info;
    private boolean withoutBody;
    private long written;

    MessageWriter(Transport transport, BufferStack buffers, long patience) {
        this.transport = transport;
        this.buffers = buffers;
        this.patience = patience;
        generator.setMaxHeaderBytes(LARGEST_HEADER);
    }

    /**
     * Begins a message; nothing is written yet.
     *
     * @param bodiless whether its body is only announced, as in the answer to HEAD
     * @param persistent whether another one may follow
     */
    void begin(MetaData message, boolean bodiless, boolean persistent) {
        generator.reset();
        generator.setPersistent(persistent);
        info = message;
        withoutBody = bodiless;
        written = 0;
    }

    /** Whether something of the message has gone out. */
    boolean isCommitted() {
        return generator.isCommitted() || generator.isEnd();
    }

    /** Whether all of it has. */
    boolean isEnd() {
        return generator.isEnd();
    }

    /** Whether another message may follow. */
    boolean isPersistent() {
        return generator.isPersistent();
    }

    /** How many bytes of body have gone out. */
    long written() {
        return written;
    }

    /** Writes a piece of the body, and the head before the first. */
    void write(ByteBuffer content, boolean last) throws IOException {
        ByteBuffer out = buffers.take();
        try {
            write(content, last, out);
        } finally {
            buffers.giveBack(out);
        }
    }

    private void write(ByteBuffer content, boolean last, ByteBuffer out) throws IOException {
        ByteBuffer header = null;
        ByteBuffer chunk = null;
        while (true) {
            switch (generate(header, chunk, content, last)) {
                case NEED_HEADER -> header = out.clear().limit(0);
                case HEADER_OVERFLOW -> header = ByteBuffer.allocate(LARGEST_HEADER).limit(0);
                case NEED_CHUNK, NEED_CHUNK_TRAILER -> {
                    header = null;
                    chunk = out.clear().limit(0);
                }
                case FLUSH -> flush(header, chunk, content);
                case CONTINUE -> {}
                case NEED_INFO -> throw new IllegalStateException("A message is written that was not begun");
                case SHUTDOWN_OUT, DONE -> {
                    return;
                }
            }
        }
    }

    private Result generate(@Nullable ByteBuffer header, @Nullable ByteBuffer chunk, ByteBuffer content, boolean last)
            throws IOException {
        return info instanceof MetaData.Request request
                ? generator.generateRequest(request, header, chunk, content, last)
                : generator.generateResponse((MetaData.Response) info, withoutBody, header, chunk, content, last);
    }

    private void flush(@Nullable ByteBuffer header, @Nullable ByteBuffer chunk, ByteBuffer content) throws IOException {
        boolean isHead = header != null && header.hasRemaining();
        if (withoutBody) {
            content.position(content.limit());
            if (chunk != null) {
                chunk.position(chunk.limit());
            }
        }
        written += content.remaining();
        ByteBuffer framing = isHead ? header : chunk;
        if (framing == null || !framing.hasRemaining()) {
            transport.write(content, patience);
        } else if (content.remaining() <= framing.capacity() - framing.limit()) {
            append(framing, content);
            transport.write(framing, patience);
        } else {
            transport.write(framing, content, patience);
        }
    }

    private static void append(ByteBuffer target, ByteBuffer content) {
        int start = target.position();
        target.position(target.limit()).limit(target.capacity());
        target.put(content);
        target.limit(target.position()).position(start);
    }
}
