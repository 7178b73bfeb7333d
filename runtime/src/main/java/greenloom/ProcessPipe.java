package greenloom;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a program writes, read ahead by a thread: the JDK cannot park a greenlet in a read from a pipe. A reader that is killed while it waits
 * loses nothing for the next one.
 */
final class ProcessPipe extends InputStream {
    private static final int AHEAD = 4;
    private static final int CHUNK = 8192;

    private final Channel<byte[]> chunks = new Channel<>(AHEAD);
    private byte[] chunk = new byte[0];
    private int position;

    ProcessPipe(String what, InputStream pipe) {
        Thread.ofPlatform().daemon().name("greenloom-" + what).start(() -> pump(pipe));
    }

    private void pump(InputStream pipe) {
        byte[] buffer = new byte[CHUNK];
        try (pipe) {
            for (int count = pipe.read(buffer); count >= 0; count = pipe.read(buffer)) {
                chunks.put(Arrays.copyOf(buffer, count));
            }
        } catch (IOException | ChannelClosedException _) {
            // The program was killed, or nobody wants to read any more.
        } finally {
            chunks.close();
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (position == chunk.length) {
            try {
                chunk = chunks.get();
                position = 0;
            } catch (ChannelClosedException _) {
                return -1;
            }
        }
        int count = Math.min(length, available());
        System.arraycopy(chunk, position, into, offset, count);
        position += count;
        return count;
    }

    /** What can be read without a wait. */
    @Override
    public int available() {
        return chunk.length - position;
    }

    /** Lets the thread end, also while it waits for a reader. */
    @Override
    public void close() {
        chunks.close();
    }
}
