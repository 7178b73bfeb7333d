package greenloom.kernel.repl;

import greenloom.kernel.output.Cell;
import java.util.List;

/**
 * Source to run, and the cell that it is run as.
 *
 * @param code what to run, at its own places in the source: all else is blanked
 * @param source the whole cell, for errors to quote
 * @param stops what else is done between its statements, in the order of their places
 */
public record CellRequest(Cell cell, String code, String source, List<Stop> stops) {

    /** A request for a whole cell. */
    public CellRequest(Cell cell, String code) {
        this(cell, code, code, List.of());
    }

    /**
     * Something to be done when all has run that stands before it; no statement reaches over it.
     *
     * @param at its offset in the code
     */
    public record Stop(int at, Step step) {}

    /** What is done at a stop, on a thread where it may take its time; a failure ends the cell. */
    @FunctionalInterface
    public interface Step {
        /** Does it; its outcome is the cell's if nothing follows. */
        Outcome run() throws InterruptedException;
    }
}
