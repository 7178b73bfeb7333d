package greenloom.kernel.repl;

import greenloom.kernel.display.MimeBundle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** What runs Java cells. Every method may be called by any thread, also while a cell runs. */
public interface Evaluator extends AutoCloseable {
    /** The bytes of stack that a thread needs for {@link #evaluate}: the compiler goes deep into long expressions. */
    long STACK = 64L << 20;

    /**
     * Runs a cell, on the loop of its shell; returns at once. Exactly one outcome is given to {@code onEnd}, by any thread, after the cell's own
     * code has ended. The caller starts the next cell of that shell only then.
     */
    void execute(CellRequest cell, Consumer<Outcome> onEnd);

    /**
     * Runs a cell like {@link #execute}, and waits for its outcome; quicker, for what can be done on the calling thread is done there.
     *
     * @throws InterruptedException if the calling thread is interrupted; the cell goes on
     */
    default Outcome evaluate(CellRequest cell) throws InterruptedException {
        BlockingQueue<Outcome> end = new ArrayBlockingQueue<>(1); // giving into it never waits, by whatever thread
        execute(cell, end::offer);
        return end.take();
    }

    /**
     * Runs a cell beside those that follow, on a greenlet called {@code name}; returns at once. No interrupt hits it.
     *
     * @param onCompiled run, by any thread, when later cells can name what it declares; not if it does not compile
     */
    void spawn(CellRequest cell, String name, Runnable onCompiled, Consumer<Outcome> onEnd);

    /**
     * Ends what runs in a subshell, and its loop with the greenlets that live there; returns at once. No cell of it runs any
     * more. Does nothing if none ever did.
     */
    void endSubshell(String id);

    /** Interrupts the running cells' foreground greenlets, in all shells; does nothing where no cell runs. */
    void interrupt();

    /** Whether {@code code} is a whole cell. */
    Completeness isComplete(String code);

    /** What may stand at {@code cursor}, an index of UTF-16 units into {@code code}. */
    Completions complete(String code, int cursor);

    /** What is known of the name at {@code cursor}; {@code detail} 1 asks for more than 0. */
    Optional<MimeBundle> inspect(String code, int cursor, int detail);

    /** The greenlets that live on the notebook's loops, the oldest of each loop first; not the caller's own, if it is one. */
    List<LiveGreenlet> greenlets();

    /** What the notebook has declared. */
    Workspace workspace();

    @Override
    void close();
}
