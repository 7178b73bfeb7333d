package greenloom.web;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads frames, and refuses all that RFC 6455 does not allow, as soon as it shows. A frame is taken when all of it is there: a wait may be ended at any time. */
final class FrameReader {
    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OPCODE = 0x0f;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int KEY = 4;
    private static final int SHORTEST_HEADER = 2;

    private final Connection connection;
    private final boolean expectMasked;
    private final long maxMessage;

    /** Whether a message has begun and not ended. */
    private boolean within;

    /** How much of it has come. */
    private long length;

    FrameReader(Connection connection, boolean expectMasked, long maxMessage) {
        this.connection = connection;
        this.expectMasked = expectMasked;
        this.maxMessage = maxMessage;
    }

    Frame read() throws IOException {
        byte[] start = peek(SHORTEST_HEADER);
        boolean last = (start[0] & FIN) != 0;
        int opcode = start[0] & OPCODE;
        ensure((start[0] & RESERVED) == 0, "It uses an extension that was not agreed on");
        ensure(((start[1] & MASKED) != 0) == expectMasked,
                expectMasked ? "A client must mask" : "A server must not mask");
        ensureInSequence(opcode, last);
        int size = size(start[1] & LENGTH, opcode);
        int header = headerLength(start[1] & LENGTH);
        connection.await(header + size);
        byte[] taken = connection.readExactly(header);
        byte[] payload = connection.readExactly(size);
        if (expectMasked) {
            Frame.mask(payload, taken, header - KEY);
        }
        follow(opcode, last, size);
        return new Frame(last, opcode, payload);
    }

    private int headerLength(int first) {
        int more = first == Frame.TWO_BYTES ? Short.BYTES : first == Frame.EIGHT_BYTES ? Long.BYTES : 0;
        return SHORTEST_HEADER + more + (expectMasked ? KEY : 0);
    }

    private static void ensure(boolean condition, String otherwise) throws ProtocolError {
        if (!condition) {
            throw new ProtocolError(ProtocolError.PROTOCOL, otherwise);
        }
    }

    private void ensureInSequence(int opcode, boolean last) throws ProtocolError {
        switch (opcode) {
            case Frame.CLOSE, Frame.PING, Frame.PONG -> ensure(last, "A control frame cannot be a fragment");
            case Frame.CONTINUATION -> ensure(within, "There is nothing to continue");
            case Frame.TEXT, Frame.BINARY -> ensure(!within, "The message before is not complete");
            default -> throw new ProtocolError(ProtocolError.PROTOCOL, "There is no opcode " + opcode);
        }
    }

    private void follow(int opcode, boolean last, int size) {
        if (opcode < Frame.CLOSE) {
            within = !last;
            length = last ? 0 : length + size;
        }
    }

    private int size(int first, int opcode) throws IOException {
        boolean control = opcode >= Frame.CLOSE;
        ensure(!control || first <= Frame.MOST_OF_CONTROL, "A control frame carries at most 125 bytes");
        long size = first;
        if (first == Frame.TWO_BYTES) {
            size = extension(Short.BYTES).getShort() & 0xffff;
            ensure(size >= Frame.TWO_BYTES, "The length is not in its shortest form");
        } else if (first == Frame.EIGHT_BYTES) {
            size = extension(Long.BYTES).getLong();
            ensure(size > 0xffff, "The length is not in its shortest form");
        }
        if (!control && length + size > maxMessage) {
            throw new ProtocolError(ProtocolError.TOO_BIG, "The message is longer than " + maxMessage + " bytes");
        }
        return (int) size;
    }

    private ByteBuffer extension(int bytes) throws IOException {
        return ByteBuffer.wrap(peek(SHORTEST_HEADER + bytes)).position(SHORTEST_HEADER);
    }

    private byte[] peek(int count) throws IOException {
        connection.await(count);
        return connection.inflow().peek(count);
    }
}
