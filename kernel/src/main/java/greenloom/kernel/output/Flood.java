package greenloom.kernel.output;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Keeps one cell from flooding its front end: up to a limit its text passes; of what follows only the latest is kept, and
 * passes when the cell falls silent or ends, with a line that says how much was left out. The output thread's alone.
 */
final class Flood {
    static final int TAIL = 1 << 16; // characters

    /** How long a cell that is over the limit is silent before its end is shown. */
    private static final long SILENCE_NANOS = 500_000_000;

    private record Piece(Stream stream, String text) {}

    /** Takes the text that passes. */
    interface Way {
        void pass(Stream stream, String text);
    }

    private final Deque<Piece> tail = new ArrayDeque<>();
    private long passed; // characters
    private int kept; // characters, in the tail
    private long leftOut; // characters
    private long lines; // left out
    private long due; // when the tail passes, as System.nanoTime; meaningful while there is one

    /** Passes {@code text} on, or keeps it. */
    void take(Stream stream, String text, long limit, Way way) {
        int room = (int) Math.min(text.length(), Math.max(0, limit - passed));
        if (room > 0) {
            passed += room;
            way.pass(stream, text.substring(0, room));
        }
        if (room < text.length()) {
            if (room > 0 || passed == 0) {
                way.pass(Stream.STDERR, "\n[output of more than " + size(limit)
                        + ": from here on only the end is shown; %flood sets the limit]\n");
            }
            keep(stream, text.substring(room));
        }
    }

    private void keep(Stream stream, String text) {
        tail.add(new Piece(stream, text));
        kept += text.length();
        while (kept - tail.element().text().length() >= TAIL) {
            Piece oldest = tail.remove();
            kept -= oldest.text().length();
            leaveOut(oldest.text());
        }
        due = System.nanoTime() + SILENCE_NANOS;
    }

    private void leaveOut(String text) {
        leftOut += text.length();
        lines += text.chars().filter(c -> c == '\n').count();
    }

    boolean isHolding() {
        return !tail.isEmpty();
    }

    long nanosToEnd(long now) {
        return due - now;
    }

    boolean isDue(long now) {
        return isHolding() && now - due >= 0;
    }

    /** Passes the tail on, from the first whole line where something before it was left out. */
    void release(Way way) {
        if (leftOut > 0 || kept > TAIL) {
            trim();
            way.pass(Stream.STDERR, String.format(Locale.ROOT, "[%,d lines left out, %s]%n", lines, size(leftOut)));
        }
        tail.forEach(piece -> way.pass(piece.stream(), piece.text()));
        tail.clear();
        kept = 0;
        leftOut = 0;
        lines = 0;
    }

    private void trim() {
        Piece first = tail.remove();
        int over = Math.max(0, kept - TAIL);
        int lineEnd = first.text().indexOf('\n', over);
        int cut = lineEnd < 0 ? over : lineEnd + 1;
        leaveOut(first.text().substring(0, cut));
        tail.addFirst(new Piece(first.stream(), first.text().substring(cut)));
    }

    private static String size(long characters) {
        return characters < 1 << 20 ? (characters + 1023) / 1024 + " KB" : (characters >> 20) + " MB";
    }
}
