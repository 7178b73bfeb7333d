package greenloom.web;

/**
 * A frame of a WebSocket.
 *
 * @param last whether it is the last of its message
 * @param opcode what it is
 * @param payload what it carries, unmasked
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
record Frame(boolean last, int opcode, byte[] payload) {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int MOST_OF_CONTROL = 125;
    static final int TWO_BYTES = 126;
    static final int EIGHT_BYTES = 127;

    /** Masks, or unmasks, in place, with the four bytes of {@code keys} from {@code at} on. */
    static void mask(byte[] payload, byte[] keys, int at) {
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= keys[at + (i & 3)];
        }
    }
}
