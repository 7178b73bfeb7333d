package greenloom.internal.net;

import greenloom.internal.Scheduler;
import greenloom.internal.Strand;

/** What all sockets on a loop have in common. */
public final class Sockets {
    private Sockets() {}

    /**
     * The loop that this code runs on.
     *
     * @throws IllegalStateException if it runs on none
     */
    public static Scheduler scheduler() {
        Strand strand = Strand.current();
        if (strand == null) {
            throw new IllegalStateException(
                    "Sockets belong to an event loop, and this thread is on none: use them inside spawn(...) or EventLoop.run(...)");
        }
        return strand.scheduler();
    }

    /**
     * Throws what was thrown at this greenlet, if its thread is interrupted. To be called before a channel is touched: the JDK closes a channel
     * under an interrupted thread, but a greenlet that is timed out shall find its connection open.
     */
    static void ensureNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            Strand self = Strand.self();
            if (self != null) {
                self.deliveries().throwPending();
            }
        }
    }
}
