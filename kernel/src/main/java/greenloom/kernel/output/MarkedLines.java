package greenloom.kernel.output;

/** Late text of one stream of one cell, shown elsewhere than there: each line begins with the mark of its own. */
public final class MarkedLines {
    private static final int LONGEST = 8192; // of a line that is waited for

    private final String mark;
    private final StringBuilder begun = new StringBuilder(); // a line whose end has not come

    /** The text of {@code cell}. */
    public MarkedLines(Cell cell) {
        this.mark = mark(cell);
    }

    /** What its lines begin with. */
    public static String mark(Cell cell) {
        return "[In " + cell.number() + "] ";
    }

    /** The lines that are whole once {@code text} is added, with their marks; empty if none is. */
    public String add(String text) {
        begun.append(text);
        int end = begun.length() > LONGEST ? begun.length() : begun.lastIndexOf("\n") + 1;
        String whole = begun.substring(0, end);
        begun.delete(0, end);
        return marked(whole);
    }

    /** What is left, as a line. */
    public String rest() {
        String line = begun.isEmpty() ? "" : begun + "\n";
        begun.setLength(0);
        return marked(line);
    }

    /** A carriage return begins the line anew, so the mark must follow it. */
    private String marked(String lines) {
        StringBuilder out = new StringBuilder();
        boolean atStart = true;
        for (int i = 0; i < lines.length(); i++) {
            char c = lines.charAt(i);
            if (atStart && c != '\r') {
                out.append(mark);
            }
            out.append(c);
            atStart = c == '\n' || (c == '\r' && !lines.startsWith("\n", i + 1));
        }
        return lines.isEmpty() || lines.endsWith("\n") ? out.toString() : out.append('\n').toString();
    }
}
