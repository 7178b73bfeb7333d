package greenloom.kernel.repl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One snippet of a cell: what JShell evaluates at a time.
 *
 * @param start its offset in the cell; what stands there is no white space
 * @param source what to evaluate, which may have a semicolon more than the cell
 * @param shape what the splitter could tell of it without parsing
 */
record Piece(CellText cell, int start, String source, Shape shape) {

    private static final Pattern REMARKS = Pattern.compile("(?:\\s|//[^\\n]*\\n|/\\*.*?\\*/)*+", Pattern.DOTALL);

    enum Shape {
        /** Seems to be a whole snippet. */
        WHOLE,
        /** A whole snippet that ends in a semicolon which the user wrote: its value is not shown. */
        MUTED,
        /** Unfinished or not Java: compiling it will tell. */
        DOUBTFUL
    }

    int firstLine() {
        return cell.lineAt(start);
    }

    /** The line, behind the remarks that it may begin with, from which on all pieces of the same code have the same lines. */
    int firstLineOfCode() {
        Matcher remarks = REMARKS.matcher(source);
        return cell.lineAt(start + (remarks.lookingAt() ? remarks.end() : 0));
    }

    int lines() {
        return (int) source.lines().count();
    }
}
