package greenloom.kernel.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** {@code System.in}: each line is asked for from the user, by the cell of whoever reads. */
final class CellInputStream extends InputStream {
    // Front ends have no end of input; the console sends Ctrl-D as it is.
    private static final String END = "\u0004";

    private final Outputs outputs;
    private final Prompter prompter;
    private final ReentrantLock reading = new ReentrantLock(true); // readers may be greenlets: it parks them alone
    private byte[] line = {}; // guarded by reading
    private int next; // guarded by reading

    CellInputStream(Outputs outputs, Prompter prompter) {
        this.outputs = outputs;
        this.prompter = prompter;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        try {
            reading.lockInterruptibly();
            try {
                return hasInput() ? take(into, from, length) : -1;
            } finally {
                reading.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for input");
        }
    }

    private boolean hasInput() throws IOException, InterruptedException {
        if (next < line.length) {
            return true;
        }
        Cell cell = outputs.current();
        if (cell == null) {
            throw new IOException("There is no cell yet whose front end could be asked for input.");
        }
        String answer = prompter.ask(cell, "", false);
        boolean ended = answer.equals(END);
        line = ended ? new byte[0] : (answer + "\n").getBytes(StandardCharsets.UTF_8);
        next = 0;
        return !ended;
    }

    private int take(byte[] into, int from, int length) {
        int taken = Math.min(length, line.length - next);
        System.arraycopy(line, next, into, from, taken);
        next += taken;
        return taken;
    }

    @Override
    public int available() {
        return 0; // what is left of a line may be another reader's by the time it is read
    }
}
