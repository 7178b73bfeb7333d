package greenloom.web;

import java.io.IOException;
import java.nio.file.Path;

/** What a response carries, or what becomes of its connection. */
sealed interface Body {
    /** All of it, in memory. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    record Bytes(byte[] bytes) implements Body {}

    /** What {@code writer} writes, as it writes it. */
    record Stream(Writer writer) implements Body {}

    /** A part of a file, read off the carrier. */
    record Piece(Path path, long from, long length) implements Body {}

    /** No body: the connection goes on with another protocol. */
    record Upgrade(Protocol protocol) implements Body {}

    /** Writes a body. */
    @FunctionalInterface
    interface Writer {
        /** Writes it, piece by piece; each piece goes out at once. */
        void writeTo(BodyStream out) throws Exception;
    }

    /** What is spoken on a connection after an upgrade. */
    @FunctionalInterface
    interface Protocol {
        void speak(Connection connection) throws IOException;
    }
}
