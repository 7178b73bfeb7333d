package greenloom.web;

import greenloom.internal.net.Offload;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** Sends a file, or a part of one, piece by piece; the reading is done off the carrier. */
final class FileSender {
    private static final int PIECE = 1 << 17;

    private final MessageWriter writer;

    FileSender(MessageWriter writer) {
        this.writer = writer;
    }

    void send(Body.Piece piece, boolean bodiless) throws IOException {
        if (bodiless || piece.length() == 0) {
            writer.write(MessageWriter.NOTHING.duplicate(), true);
            return;
        }
        try (FileChannel file = Offload.call(() -> FileChannel.open(piece.path(), StandardOpenOption.READ))) {
            long position = piece.from();
            long end = position + piece.length();
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(PIECE, piece.length()));
            while (position < end) {
                read(file, buffer.clear().limit((int) Math.min(buffer.capacity(), end - position)), position);
                position += buffer.flip().remaining();
                write(buffer, position == end);
            }
        }
    }

    private static void read(FileChannel file, ByteBuffer buffer, long position) throws IOException {
        if (Offload.call(() -> file.read(buffer, position)) < 0) {
            throw new EOFException("The file became shorter while it was sent");
        }
    }

    private void write(ByteBuffer buffer, boolean last) throws ClientGoneException {
        try {
            writer.write(buffer, last);
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }
}
