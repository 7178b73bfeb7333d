package greenloom.web;

import greenloom.internal.net.Transport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message after the other from a transport: Jetty's parser, which knows no sockets and no threads, fed by whichever greenlet asks.
 *
 * <p>The parser stops at each event (its callbacks answer true), so that a head can be looked at before its body is read, and a body is read only
 * as fast as it is asked for: the peer's writes wait meanwhile. What follows a message in the buffer is the next one.
 */
abstract class MessageReader implements HttpParser.HttpHandler {
    static {
        Slf4j.quieten();
    }

    private final Transport transport;
    private final BufferStack buffers;

    /** What came and was not parsed yet; null while there is none. */
    private @Nullable ByteBuffer in;

    private Headers headers = new Headers();
    private boolean headComplete;
    private boolean messageComplete;
    private boolean broken;
    private boolean ended;
    private @Nullable HttpException bad;
    private @Nullable ByteBuffer content;

    MessageReader(Transport transport, BufferStack buffers) {
        this.transport = transport;
        this.buffers = buffers;
    }

    abstract HttpParser parser();

    /** Makes ready for the next message. */
    void begin() {
        parser().reset();
        headers = new Headers();
        headComplete = false;
        messageComplete = false;
        content = null;
    }

    /** Whether bytes lie here that were not parsed yet. */
    boolean isBuffered() {
        ByteBuffer input = in;
        return input != null && input.hasRemaining();
    }

    /** Gives the buffer back while nothing is in it. */
    void release() {
        ByteBuffer input = in;
        if (input != null && !input.hasRemaining()) {
            in = null;
            buffers.giveBack(input);
        }
    }

    /** What came behind the message, for whoever speaks another protocol from now on. */
    ByteBuffer rest() {
        ByteBuffer input = in;
        return input == null ? ByteBuffer.allocate(0) : input;
    }

    /** Waits until the next message begins, with no buffer held; false if its peer has ended or the time is up. */
    boolean awaitMessage(long nanos) throws IOException {
        if (isBuffered()) {
            return true;
        }
        release();
        return transport.awaitReadable(nanos);
    }

    /**
     * Reads the next head.
     *
     * @param nanos the longest it may take in all
     * @return false if the stream ended before it began
     * @throws HeadException if there was something that is no head
     * @throws SocketTimeoutException if the time was up first
     */
    boolean readHead(long nanos) throws IOException {
        long deadline = nanos == Long.MAX_VALUE ? nanos : transport.nanos() + nanos;
        while (!headComplete) {
            advance(deadline == Long.MAX_VALUE ? deadline : deadline - transport.nanos());
            HttpException wrong = bad;
            if (wrong != null) {
                String reason = wrong.getReason();
                throw new HeadException(wrong.getCode(),
                        reason == null ? HttpStatus.getMessage(wrong.getCode()) : reason);
            }
            if (broken) {
                return false;
            }
        }
        return true;
    }

    /** Something came that is no head of a message. */
    static final class HeadException extends IOException {
        private final int status;

        HeadException(int status, String reason) {
            super(reason);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /**
     * Reads a piece of the body. It is part of this reader's buffer: to be used before the next call.
     *
     * @param nanos the longest wait for it
     * @return null at the end of the message
     * @throws IncompleteReadException if what came is no body, or not all of one
     */
    @Nullable ByteBuffer readContent(long nanos) throws IOException {
        content = null;
        while (content == null && !messageComplete) {
            advance(nanos);
            if (broken) {
                throw new IncompleteReadException("the body was complete and sound", new byte[0]);
            }
        }
        return content;
    }

    /** Lets the parser go on until its next event, or reads what it needs for that. */
    private void advance(long nanos) throws IOException {
        ByteBuffer input = in;
        if (input == null) {
            input = buffers.take();
            in = input;
        }
        if (parse(input) || bad != null || broken || input.hasRemaining()) {
            return;
        }
        if (ended || parser().isClose()) {
            broken = true;
            return;
        }
        input.clear();
        try {
            if (transport.read(input, nanos) < 0) {
                ended = true;
                parser().atEOF();
            }
        } finally {
            input.flip();
        }
    }

    private boolean parse(ByteBuffer input) {
        try {
            return parser().parseNext(input);
        } catch (AssertionError e) {
            // With assertions on, the parser insists that a response which it refuses has the status of an error.
            if (headComplete) {
                earlyEOF();
            } else {
                badMessage(new HttpException.RuntimeException(0, "Bad Response", e));
            }
            return false;
        }
    }

    Headers headers() {
        return headers;
    }

    boolean isMessageComplete() {
        return messageComplete;
    }

    /** Whether the next message can follow on the same connection. */
    boolean isReusable() {
        return messageComplete && !broken && !ended && bad == null && !parser().isClosed() && !parser().isClose();
    }

    @Override
    public void parsedHeader(HttpField field) {
        String value = field.getValue();
        headers.addChecked(new Field(field.getName(), value == null ? "" : value));
    }

    @Override
    public boolean headerComplete() {
        headComplete = true;
        return true;
    }

    @Override
    public boolean content(ByteBuffer piece) {
        content = piece;
        return true;
    }

    @Override
    public boolean contentComplete() {
        return false;
    }

    @Override
    public boolean messageComplete() {
        messageComplete = true;
        return true;
    }

    @Override
    public void earlyEOF() {
        broken = true;
    }

    @Override
    public void badMessage(HttpException failure) {
        bad = failure;
    }
}
