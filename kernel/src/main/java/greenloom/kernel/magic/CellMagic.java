package greenloom.kernel.magic;

import greenloom.kernel.repl.CellRequest;
import greenloom.kernel.repl.Outcome;

/** A magic on a cell's first line, {@code %%name arguments}, which decides what becomes of the rest. */
public non-sealed interface CellMagic extends Magic {

    /**
     * Does it, on the thread that runs cells one by one.
     *
     * @param body the rest of the cell, at its own lines
     * @throws MagicException if it cannot be done: the cell fails with its sentence
     */
    Outcome run(MagicCall call, CellRequest body) throws MagicException, InterruptedException;
}
