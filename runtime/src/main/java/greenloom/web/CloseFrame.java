package greenloom.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Why a WebSocket ends. */
record CloseFrame(int code, String reason) {
    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int NO_CODE = 1005;
    static final int ABNORMAL = 1006;
    static final int SERVER_ERROR = 1011;
    private static final int LAST_KNOWN = 1014;
    private static final int RESERVED = 1004;
    private static final int FIRST_FREE = 3000;
    private static final int LAST_FREE = 4999;
    private static final int MOST_OF_REASON = Frame.MOST_OF_CONTROL - Short.BYTES;

    static CloseFrame of(byte[] payload) throws ProtocolError {
        if (payload.length == 0) {
            return new CloseFrame(NO_CODE, "");
        }
        int code = payload.length == 1 ? -1 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        if (!isSendable(code)) {
            throw new ProtocolError(ProtocolError.PROTOCOL, "There is no such code to close with");
        }
        byte[] reason = Arrays.copyOfRange(payload, Short.BYTES, payload.length);
        Utf8 check = new Utf8();
        check.add(reason);
        check.end();
        return new CloseFrame(code, new String(reason, StandardCharsets.UTF_8));
    }

    static boolean isSendable(int code) {
        boolean known = code >= NORMAL && code <= LAST_KNOWN && code != RESERVED && code != NO_CODE && code != ABNORMAL;
        return known || (code >= FIRST_FREE && code <= LAST_FREE);
    }

    byte[] payload() {
        if (code == NO_CODE) {
            return new byte[0];
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        if (text.length > MOST_OF_REASON) {
            throw new IllegalArgumentException("The reason for closing may have 123 bytes, not " + text.length);
        }
        return ByteBuffer.allocate(Short.BYTES + text.length).putShort((short) code).put(text).array();
    }
}
