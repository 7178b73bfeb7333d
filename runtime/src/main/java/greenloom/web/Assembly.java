package greenloom.web;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Puts messages together from their fragments. */
final class Assembly {
    private final Utf8 utf8 = new Utf8();
    private @Nullable ByteArrayOutputStream fragments;
    private boolean isText;

    /** Adds a frame of a message; the message, if that was its last one. */
    @Nullable Message add(Frame frame) throws ProtocolError {
        if (frame.opcode() != Frame.CONTINUATION) {
            isText = frame.opcode() == Frame.TEXT;
        }
        if (isText) {
            utf8.add(frame.payload());
        }
        if (!frame.last()) {
            keep(frame.payload());
            return null;
        }
        if (isText) {
            utf8.end();
        }
        return new Message(isText, whole(frame.payload()));
    }

    private void keep(byte[] payload) {
        if (fragments == null) {
            fragments = new ByteArrayOutputStream();
        }
        fragments.writeBytes(payload);
    }

    private byte[] whole(byte[] last) {
        ByteArrayOutputStream begun = fragments;
        if (begun == null) {
            return last;
        }
        fragments = null;
        begun.writeBytes(last);
        return begun.toByteArray();
    }
}
