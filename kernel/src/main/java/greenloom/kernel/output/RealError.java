package greenloom.kernel.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard error stream that the process was started with: for the log, the runner's progress, and output for which
 * there is no cell. {@code System.err} belongs to cells, and so does file descriptor 2 once {@link NativeOutput} has
 * taken it: who wrote there would be shown to himself.
 */
public final class RealError extends OutputStream {
    private static volatile OutputStream target = new FileOutputStream(FileDescriptor.err); // set by NativeOutput

    private RealError() {}

    /** A stream that leads there, now and after the descriptor has been taken. */
    public static PrintStream stream() {
        return new PrintStream(new RealError(), true, StandardCharsets.UTF_8);
    }

    static void leadTo(OutputStream stream) {
        target = stream;
    }

    @Override
    public void write(int b) throws IOException {
        target.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        target.write(bytes, from, length);
    }
}
