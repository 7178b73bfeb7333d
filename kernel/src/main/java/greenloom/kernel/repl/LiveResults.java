package greenloom.kernel.repl;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Outputs;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Shows results at their cells; those that are under way are shown again, in the same place, when they have ended. */
public final class LiveResults {
    private static final long LOOK_NANOS = 30_000_000;

    private record Shown(Cell cell, String id, Live live) {}

    private final Outputs outputs;
    private final Queue<Shown> open = new ConcurrentLinkedQueue<>(); // added to by any thread, emptied by the watcher
    private final AtomicInteger expected = new AtomicInteger(); // results of code that runs beside the cells
    private final Thread watcher = Thread.ofPlatform().daemon().name("greenloom-live-results").unstarted(this::watch);

    /** Results that go to {@code outputs}. */
    public LiveResults(Outputs outputs) {
        this.outputs = outputs;
        watcher.start();
    }

    /** Shows the value of a cell. Any thread. */
    public void show(Cell cell, Outcome.Value value) {
        String id = UUID.randomUUID().toString();
        value.result().filter(bundle -> !bundle.data().isEmpty())
                .ifPresent(bundle -> outputs.display(cell, bundle, Optional.of(id)));
        value.live().ifPresent(live -> {
            open.add(new Shown(cell, id, live));
            LockSupport.unpark(watcher);
        });
    }

    private void watch() {
        while (true) {
            if (open.isEmpty()) {
                LockSupport.park(this);
            } else {
                look();
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
        }
    }

    /** Says that a result will come of code that runs; it is {@link #arrived} when it has been shown. Any thread. */
    public void expect() {
        expected.incrementAndGet();
    }

    /** A result that was expected has been shown, or there is none. Any thread. */
    public void arrived() {
        expected.decrementAndGet();
    }

    /** From now on what is shown stays as it is. Any thread. */
    public synchronized void stop() {
        open.clear();
    }

    /** Looks which have ended and begins to show them again; whether any has, or is expected. Any thread. */
    public synchronized boolean look() {
        boolean more = expected.get() > 0;
        for (Iterator<Shown> each = open.iterator(); each.hasNext();) {
            Shown shown = each.next();
            Live.State state = shown.live().state();
            if (state == Live.State.ENDED) {
                more = true;
                shown.live().render(bundle -> update(shown, bundle));
            }
            if (state != Live.State.UNDER_WAY) {
                each.remove();
            }
        }
        return more;
    }

    private void update(Shown shown, MimeBundle bundle) {
        outputs.update(shown.cell(), bundle, shown.id());
    }
}
