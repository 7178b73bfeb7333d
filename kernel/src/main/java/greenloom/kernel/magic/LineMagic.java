package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import java.util.Optional;

/** A magic on a line of its own, {@code %name arguments}. It runs in the order of the cell's lines. */
public non-sealed interface LineMagic extends Magic {

    /**
     * Does it, on the thread that runs cells one by one, so that the rest of the cell waits.
     *
     * @return what to show as the cell's result if nothing follows
     * @throws MagicException if it cannot be done: the cell fails with its sentence
     */
    Optional<MimeBundle> run(MagicCall call) throws MagicException, InterruptedException;
}
