package greenloom.kernel.output;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A standard stream whose every call is one write to the cell of whoever calls. It overrides all that writes, because
 * {@link PrintStream} holds a lock of its own meanwhile: a writer held back would hold all others; and because one call
 * is then one piece, which nobody else's text can split.
 */
@SuppressWarnings("AnnotateFormatMethod") // the overridden methods are not annotated either
final class CellPrintStream extends PrintStream {
    private final Stream stream;
    private final Outputs outputs;

    CellPrintStream(Stream stream, Outputs outputs) {
        super(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        this.stream = stream;
        this.outputs = outputs;
    }

    private void put(String text) {
        outputs.write(stream, text);
    }

    @Override
    public void write(int b) {
        outputs.write(stream, new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        outputs.write(stream, Arrays.copyOfRange(bytes, from, from + length));
    }

    @Override
    public void write(byte[] bytes) {
        outputs.write(stream, bytes.clone());
    }

    @Override
    public void writeBytes(byte[] bytes) {
        write(bytes);
    }

    @Override
    public void print(boolean b) {
        put(String.valueOf(b));
    }

    @Override
    public void print(char c) {
        put(String.valueOf(c));
    }

    @Override
    public void print(int i) {
        put(String.valueOf(i));
    }

    @Override
    public void print(long l) {
        put(String.valueOf(l));
    }

    @Override
    public void print(float f) {
        put(String.valueOf(f));
    }

    @Override
    public void print(double d) {
        put(String.valueOf(d));
    }

    @Override
    public void print(char[] s) {
        put(String.valueOf(s));
    }

    @Override
    public void print(@Nullable String s) {
        put(String.valueOf(s));
    }

    @Override
    public void print(@Nullable Object o) {
        put(String.valueOf(o));
    }

    @Override
    public void println() {
        put("\n");
    }

    @Override
    public void println(boolean b) {
        put(b + "\n");
    }

    @Override
    public void println(char c) {
        put(c + "\n");
    }

    @Override
    public void println(int i) {
        put(i + "\n");
    }

    @Override
    public void println(long l) {
        put(l + "\n");
    }

    @Override
    public void println(float f) {
        put(f + "\n");
    }

    @Override
    public void println(double d) {
        put(d + "\n");
    }

    @Override
    public void println(char[] s) {
        put(String.valueOf(s) + "\n");
    }

    @Override
    public void println(@Nullable String s) {
        put(s + "\n");
    }

    @Override
    public void println(@Nullable Object o) {
        put(o + "\n");
    }

    @Override
    public PrintStream printf(String format, @Nullable Object... args) {
        return format(format, args);
    }

    @Override
    public PrintStream printf(@Nullable Locale locale, String format, @Nullable Object... args) {
        return format(locale, format, args);
    }

    @Override
    public PrintStream format(String format, @Nullable Object... args) {
        put(String.format(format, args));
        return this;
    }

    @Override
    public PrintStream format(@Nullable Locale locale, String format, @Nullable Object... args) {
        put(String.format(locale, format, args));
        return this;
    }

    @Override
    public PrintStream append(@Nullable CharSequence text) {
        put(String.valueOf(text));
        return this;
    }

    @Override
    public PrintStream append(@Nullable CharSequence text, int from, int to) {
        put(String.valueOf(text).substring(from, to));
        return this;
    }

    @Override
    public PrintStream append(char c) {
        put(String.valueOf(c));
        return this;
    }

    /** Does nothing: what is written is on its way, and soon there. */
    @Override
    public void flush() {}

    /** Does nothing: a cell that closes {@code System.out} must not take it from all others. */
    @Override
    public void close() {}

    @Override
    public boolean checkError() {
        return false;
    }
}
