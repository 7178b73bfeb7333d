package greenloom.kernel.repl;

import greenloom.kernel.output.Cell;

/** Source to run, and the cell that it is run as. */
public record CellRequest(Cell cell, String code) {}
