package greenloom.web;

import java.io.IOException;

/** The peer sent more than the limit that was set. {@code asyncio.LimitOverrunError}. */
public final class TooLongException extends IOException {
    TooLongException(String message) {
        super(message);
    }
}
