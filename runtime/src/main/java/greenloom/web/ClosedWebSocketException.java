package greenloom.web;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something was sent into a WebSocket that is closed. */
public final class ClosedWebSocketException extends IOException {
    ClosedWebSocketException(String message, @Nullable IOException cause) {
        super(message, cause);
    }
}
