package greenloom.kernel.repl;

import greenloom.kernel.output.Cell;

/**
 * Source to run, and the cell that it is run as.
 *
 * @param code what to run, at its own places in the source: all else is blanked
 * @param source the whole cell, for errors to quote
 */
public record CellRequest(Cell cell, String code, String source) {

    /** A request for a whole cell. */
    public CellRequest(Cell cell, String code) {
        this(cell, code, code);
    }
}
