package greenloom.web;

import greenloom.internal.net.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What came from a peer and was not taken yet, and how to get more. */
final class Inflow {
    private static final int FIRST_SIZE = 4096;
    private static final int LARGEST_STEP = 1 << 16;

    private Transport transport;
    private byte[] bytes = new byte[0];
    private int start;
    private int end;

    Inflow(Transport transport) {
        this.transport = transport;
    }

    /** Reads from {@code other} from now on; only while nothing is buffered. */
    void switchTo(Transport other) {
        transport = other;
    }

    int available() {
        return end - start;
    }

    /** Puts {@code more} behind what is there. */
    void append(ByteBuffer more) {
        makeRoom(more.remaining());
        int count = more.remaining();
        more.get(bytes, end, count);
        end += count;
    }

    /** Waits for more, at most {@code nanos}; false at the end of the stream. */
    boolean fill(long nanos) throws IOException {
        makeRoom(Math.min(Math.max(FIRST_SIZE, available()), LARGEST_STEP));
        int count = transport.read(ByteBuffer.wrap(bytes, end, bytes.length - end), nanos);
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }

    private void makeRoom(int room) {
        if (start == end) {
            start = 0;
            end = 0;
        }
        if (bytes.length - end < room) {
            byte[] target = bytes.length - available() >= room ? bytes
                    : new byte[Math.max(available() + room, 2 * available())];
            System.arraycopy(bytes, start, target, 0, available());
            bytes = target;
            end -= start;
            start = 0;
        }
    }

    /** The first bytes, at most {@code count}, which stay. */
    byte[] peek(int count) {
        return Arrays.copyOfRange(bytes, start, start + Math.min(count, available()));
    }

    /** Takes the first {@code count} bytes; there must be as many. */
    byte[] take(int count) {
        byte[] taken = Arrays.copyOfRange(bytes, start, start + count);
        start += count;
        return taken;
    }

    int take(byte[] into, int offset, int length) {
        int count = Math.min(length, available());
        System.arraycopy(bytes, start, into, offset, count);
        start += count;
        return count;
    }

    byte[] takeAll() {
        return take(available());
    }

    /** Where {@code separator} begins, counted from the first byte, looking from {@code from} on; -1 if it is not there. */
    int indexOf(byte[] separator, int from) {
        for (int index = start + from; index <= end - separator.length; index++) {
            if (Arrays.equals(bytes, index, index + separator.length, separator, 0, separator.length)) {
                return index - start;
            }
        }
        return -1;
    }
}
