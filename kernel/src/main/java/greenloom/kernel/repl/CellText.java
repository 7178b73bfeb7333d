package greenloom.kernel.repl;

import java.util.Arrays;

/** The source of one execution of a cell, and where its lines are. */
final class CellText {
    private final String label;
    private final String code;
    private final int[] lineStarts;

    private CellText(String label, String code) {
        this.label = label;
        this.code = code;
        this.lineStarts = lineStarts(code);
    }

    static CellText of(String label, String code) {
        return new CellText(label, code.replace("\r\n", "\n").replace('\r', '\n'));
    }

    /** How stack frames and errors name it, {@code Cell In[3]}. */
    String label() {
        return label;
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
        return code.substring(start, end);
    }
}
