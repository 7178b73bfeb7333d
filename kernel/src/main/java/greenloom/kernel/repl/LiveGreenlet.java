package greenloom.kernel.repl;

import greenloom.Greenlet;
import greenloom.GreenletExit;
import greenloom.Tasks;
import greenloom.internal.Stoppable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A greenlet, or a plain virtual thread, that lives on one of the notebook's loops.
 *
 * @param interrupt how it is ended if it is the one that runs a cell: so that the cell says so
 */
public record LiveGreenlet(Tasks.Task task, Optional<Runnable> interrupt) {
    /** What one gets to end by itself, with its {@code finally} blocks. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Whether it runs a cell that has not ended. */
    public boolean isCell() {
        return interrupt.isPresent();
    }

    /** Begins to end it; returns at once. */
    public void end() {
        interrupt.ifPresentOrElse(Runnable::run, this::kill);
    }

    private void kill() {
        GreenletExit exit = new GreenletExit("%kill");
        Greenlet<?> greenlet = task.greenlet();
        if (greenlet == null) {
            stop(code -> code.deliver(exit));
        } else {
            greenlet.throwInto(exit);
        }
    }

    private void stop(Consumer<Stoppable> how) {
        Stoppable code = Stoppable.withId(task.id());
        if (code != null) {
            how.accept(code);
        }
    }

    /** Waits a while for its end, then insists; whether it has ended. Not on a loop. */
    public boolean awaitEnd() throws InterruptedException {
        if (isCell() || task.thread().join(PATIENCE)) {
            return true;
        }
        stop(code -> code.insist(new GreenletExit("%kill")));
        return task.thread().join(PATIENCE);
    }
}
