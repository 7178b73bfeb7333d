package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import java.util.Optional;

/** A magic on a line of its own, {@code %name arguments}. */
public non-sealed interface LineMagic extends Magic {

    /** When it runs: the Java of a cell is all compiled before any of it runs. */
    enum Turn {
        /** Before the cell's Java, wherever it stands: that is compiled against what it brings. */
        FIRST,
        /** In the order of the lines; what the Java behind it declares is known already. */
        IN_LINE,
        /** In the order of the lines; the Java behind it is compiled only then, and may fail to when what is before has run. */
        DIVIDING
    }

    /** When it runs. */
    default Turn turn() {
        return Turn.IN_LINE;
    }

    /**
     * Does it, on the thread that runs cells one by one, so that the rest of the cell waits.
     *
     * @return what to show as the cell's result if nothing follows
     * @throws MagicException if it cannot be done: the cell fails with its sentence
     */
    Optional<MimeBundle> run(MagicCall call) throws MagicException, InterruptedException;
}
