package greenloom.web;

import java.io.IOException;

/** The peer broke the rules of WebSockets; {@code code} tells it how. */
final class ProtocolError extends IOException {
    static final int PROTOCOL = 1002;
    static final int BAD_DATA = 1007;
    static final int TOO_BIG = 1009;

    private final int code;

    ProtocolError(int code, String message) {
        super(message);
        this.code = code;
    }

    int code() {
        return code;
    }
}
