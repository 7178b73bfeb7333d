package greenloom;

import greenloom.internal.Scheduler;
import greenloom.internal.Strand;
import java.util.List;

/** How a loop ends; runs as its last greenlet. What {@code asyncio.run} does after its main coroutine. */
final class Closing {
    /** Those who swallow a cancel and go on are killed after that many seconds of the loop's time: a loop must be able to end. */
    private static final double PATIENCE = 30;

    private static final double LOOK = 0.5;

    private final EventLoop loop;
    private final Scheduler scheduler;
    private final String reason;
    private final Strand self;

    Closing(EventLoop loop, String reason) {
        this.loop = loop;
        this.scheduler = loop.scheduler();
        this.reason = reason;
        this.self = Async.current().strand();
    }

    void run() throws InterruptedException {
        loop.failures().beginEnding("unhandled exception during " + reason + " shutdown");
        cancelLeftovers();
        loop.leftovers().closeAll();
        loop.runAtClose();
        loop.closeWorkers();
        // What generators, handlers and workers have set going may need some time too.
        cancelLeftovers();
        loop.failures().tellAll();
        scheduler.closeEngine();
    }

    /** Those who are cancelled may spawn others. */
    private void cancelLeftovers() {
        for (List<Greenlet<?>> left = others(); !left.isEmpty(); left = others()) {
            for (Greenlet<?> greenlet : left) {
                greenlet.cancel(new CancelledException("the event loop", reason));
            }
            double end = loop.time() + PATIENCE;
            left.forEach(greenlet -> awaitEnd(greenlet, end));
            for (Greenlet<?> greenlet : left) {
                greenlet.throwInto(new GreenletExit(reason));
            }
            left.forEach(greenlet -> awaitEnd(greenlet, Double.POSITIVE_INFINITY));
        }
    }

    /** One that sits in a call which nothing ends, and runs beside the loop for that, is not waited for: it can do nothing here any more. */
    private void awaitEnd(Greenlet<?> greenlet, double end) {
        while (!greenlet.ready() && !greenlet.strand().isSetAside() && loop.time() < end) {
            greenlet.join(Math.min(LOOK, end - loop.time()));
        }
    }

    private List<Greenlet<?>> others() {
        return scheduler.live().snapshot().stream()
                .filter(strand -> strand != self && !strand.isSetAside())
                .<Greenlet<?>>map(strand -> (Greenlet<?>) strand.owner())
                .toList();
    }
}
