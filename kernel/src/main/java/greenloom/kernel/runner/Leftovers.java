package greenloom.kernel.runner;

import greenloom.EventLoop;
import greenloom.Tasks;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.repl.LiveResults;
import java.util.List;
import java.util.Locale;

/** The greenlets that live on when the last cell has ended. */
public final class Leftovers {
    private static final int LOOK_MILLIS = 10;
    private static final int CLOSING_MILLIS = 3000;

    private final EventLoop loop;

    /** Those of {@code loop}. */
    public Leftovers(EventLoop loop) {
        this.loop = loop;
    }

    /** Waits until all have ended and the results that they are have been updated, at most {@code seconds}. */
    void await(double seconds, LiveResults results) throws InterruptedException {
        long begun = System.nanoTime();
        do {
            if (!results.look() && Tasks.list(loop).isEmpty()) {
                return;
            }
            Thread.sleep(LOOK_MILLIS);
        } while (System.nanoTime() - begun < seconds * 1e9);
    }

    /** Cancels them, so that they can clean up, and has failures told that nobody has asked for; waits for that only so long. */
    public void end() throws InterruptedException {
        Thread closing = Thread.ofPlatform().daemon().name("greenloom-closing").start(loop::close);
        closing.join(CLOSING_MILLIS);
    }

    /** Says which are left, at their cells and on the terminal. */
    void tell(Outputs outputs, Progress progress) {
        List<Tasks.Task> left = Tasks.list(loop);
        for (Tasks.Task task : left) {
            String told = String.format(Locale.ROOT, "%s \"%s\" was still running when the notebook ended%s%n",
                    task.greenlet() == null ? "Thread" : "Greenlet", task.name(),
                    task.waitsFor() == null ? "" : ", waiting for " + task.waitsFor());
            progress.tell((task.cell() == null ? "" : task.cell() + ": ") + told.strip());
            if (task.cell() instanceof Cell cell) {
                outputs.tell(cell, told);
            }
        }
    }
}
