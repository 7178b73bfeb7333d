package greenloom.web;

import greenloom.Action;
import greenloom.EventLoop;
import greenloom.Greenlet;
import greenloom.internal.Sneaky;
import greenloom.internal.Strand;

/** Runs what belongs to a loop on that loop, whoever asks. */
final class Serving {
    private Serving() {}

    static void onLoop(EventLoop loop, String what, Action action) {
        Strand strand = Strand.current();
        if (strand != null && strand.scheduler().owner() == loop) {
            run(action);
            return;
        }
        Greenlet<?> greenlet;
        try {
            greenlet = loop.spawn(what, action);
        } catch (IllegalStateException _) {
            // The loop has ended, and all that belonged to it.
            return;
        }
        greenlet.get();
    }

    static void run(Action action) {
        try {
            action.run();
        } catch (Exception e) {
            throw Sneaky.rethrow(e);
        }
    }
}
