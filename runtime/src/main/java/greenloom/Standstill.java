package greenloom;

import greenloom.internal.Scheduler;

/**
 * While a thread outside is about to take notice of something that happened on a loop, no virtual time passes there: the clock would jump in the
 * moment that takes. Begins and ends once, in either order.
 */
final class Standstill {
    private final Scheduler scheduler;
    private boolean begun;
    private boolean ended;

    Standstill(EventLoop loop) {
        this.scheduler = loop.scheduler();
    }

    /** It happened. By whatever thread. */
    synchronized void begin() {
        if (!ended && !begun) {
            begun = true;
            scheduler.beginOutside();
        }
    }

    /** The thread outside has taken notice, or will not. */
    synchronized void end() {
        if (begun && !ended) {
            scheduler.endOutside();
        }
        ended = true;
    }
}
