package greenloom.internal.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a worker's {@code System.out} or {@code System.err} goes: to the pool, line by line, and all of it before the task's end is told. Any thread. */
final class WorkerOutput extends OutputStream {
    private final Wire wire;
    private final Wire.Kind kind;
    private final byte[] buffer = new byte[8192];

    /** Under this object's monitor. */
    private int filled;

    private WorkerOutput(Wire wire, Wire.Kind kind) {
        this.wire = wire;
        this.kind = kind;
    }

    static PrintStream stream(Wire wire, Wire.Kind kind) {
        return new PrintStream(new WorkerOutput(wire, kind), true, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length;) {
            int now = Math.min(length - done, buffer.length - filled);
            System.arraycopy(bytes, offset + done, buffer, filled, now);
            filled += now;
            done += now;
            if (filled == buffer.length) {
                flush();
            }
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        if (filled > 0) {
            wire.send(kind, 0, Parcel.of(Arrays.copyOf(buffer, filled)));
            filled = 0;
        }
    }
}
