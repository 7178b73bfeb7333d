package greenloom.kernel.repl;

/**
 * One snippet of a cell: what JShell evaluates at a time.
 *
 * @param start its offset in the cell; what stands there is no white space
 * @param source what to evaluate, which may have a semicolon more than the cell
 * @param shape what the splitter could tell of it without parsing
 */
record Piece(CellText cell, int start, String source, Shape shape) {

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

    int lines() {
        return (int) source.lines().count();
    }
}
