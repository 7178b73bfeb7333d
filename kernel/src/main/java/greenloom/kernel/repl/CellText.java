package greenloom.kernel.repl;

import java.util.Arrays;

/** The source of one execution of a cell, and where its lines are. */
final class CellText {
    private final String label;
    private final String code;
    private final String source;
    private final int[] lineStarts;

    private CellText(String label, String code, String source) {
        this.label = label;
        this.code = code;
        this.source = source;
        this.lineStarts = lineStarts(code);
    }

    static CellText of(String label, String code) {
        String lines = lineFeeds(code);
        return new CellText(label, lines, lines);
    }

    /** A part of a cell: of {@code source}, with all else blanked. */
    static CellText part(String label, String code, String source) {
        return new CellText(label, lineFeeds(code), lineFeeds(source));
    }

    private static String lineFeeds(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** How stack frames and errors name it, {@code Cell In[3]}. */
    String label() {
        return label;
    }

    /** Whether the cell that it is, or is a part of, is the same text. */
    boolean isOf(String cell) {
        return source.equals(lineFeeds(cell));
    }

    /** With line feeds only. */
    String code() {
        return code;
    }

    private static int[] lineStarts(String code) {
        int[] starts = new int[(int) code.chars().filter(c -> c == '\n').count() + 1];
        int line = 1;
        for (int at = code.indexOf('\n'); at >= 0; at = code.indexOf('\n', at + 1)) {
            starts[line++] = at + 1;
        }
        return starts;
    }

    /** The line, from 1, in which {@code offset} lies. */
    int lineAt(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** The column, from 1, of {@code offset} in its line. */
    int columnAt(int offset) {
        return offset - lineStarts[lineAt(offset) - 1] + 1;
    }

    int lines() {
        return lineStarts.length;
    }

    /** A line by its number from 1, without its end; empty where there is no such line. */
    String line(int number) {
        if (number < 1 || number > lines()) {
            return "";
        }
        int start = lineStarts[number - 1];
        int end = number < lines() ? lineStarts[number] - 1 : code.length();
        return source.substring(start, end);
    }
}
