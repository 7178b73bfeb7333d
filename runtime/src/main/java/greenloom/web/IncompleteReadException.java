package greenloom.web;

import java.io.EOFException;

/** The stream ended before all that was asked for had come. {@code asyncio.IncompleteReadError}. */
public final class IncompleteReadException extends EOFException {
    private final transient byte[] partial;

    IncompleteReadException(String what, byte[] partial) {
        super("The stream ended after " + partial.length + " bytes, before " + what);
        this.partial = partial;
    }

    /** What had come until then. */
    public byte[] partial() {
        return partial.clone();
    }
}
