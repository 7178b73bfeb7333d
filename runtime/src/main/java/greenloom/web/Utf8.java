package greenloom.web;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Checks a text that comes in fragments, each as soon as it is there: RFC 6455 wants a wrong one refused at once. */
final class Utf8 {
    private static final int STEP = 1024;
    private static final int LONGEST_CHARACTER = 4;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer waste = CharBuffer.allocate(STEP);
    private ByteBuffer split = ByteBuffer.allocate(0);

    void add(byte[] fragment) throws ProtocolError {
        ByteBuffer in = ByteBuffer.allocate(split.remaining() + fragment.length).put(split).put(fragment).flip();
        decode(in, false);
        if (in.remaining() > LONGEST_CHARACTER) {
            throw wrong();
        }
        split = in;
    }

    void end() throws ProtocolError {
        decode(split, true);
        decoder.reset();
        split = ByteBuffer.allocate(0);
    }

    private void decode(ByteBuffer in, boolean last) throws ProtocolError {
        CoderResult result;
        do {
            result = decoder.decode(in, waste.clear(), last);
            if (result.isError()) {
                throw wrong();
            }
        } while (result.isOverflow());
    }

    private static ProtocolError wrong() {
        return new ProtocolError(ProtocolError.BAD_DATA, "The text is not UTF-8");
    }
}
