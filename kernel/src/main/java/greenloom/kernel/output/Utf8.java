package greenloom.kernel.output;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 that comes in pieces. The output thread's alone. */
final class Utf8 {
    private static final byte[] NONE = {};

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] begun = NONE; // a character whose end has not come

    String decode(ByteBuffer bytes) {
        ByteBuffer input = ByteBuffer.allocate(begun.length + bytes.remaining()).put(begun).put(bytes).flip();
        CharBuffer output = CharBuffer.allocate(input.remaining());
        decoder.reset().decode(input, output, false);
        begun = new byte[input.remaining()];
        input.get(begun);
        return output.flip().toString();
    }
}
