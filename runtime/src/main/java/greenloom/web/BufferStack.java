package greenloom.web;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Buffers that busy connections use and idle ones give back. Touched only by code that runs on one loop. */
final class BufferStack {
    private static final int SIZE = 8192;
    private static final int KEPT = 256;

    private final Deque<ByteBuffer> free = new ArrayDeque<>();

    /** An empty buffer, position and limit at 0. */
    ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        return (buffer == null ? ByteBuffer.allocateDirect(SIZE) : buffer).clear().limit(0);
    }

    void giveBack(ByteBuffer buffer) {
        if (free.size() < KEPT) {
            free.push(buffer);
        }
    }
}
