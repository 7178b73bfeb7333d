package greenloom;

import greenloom.internal.PlainThread;
import greenloom.internal.Scheduler;
import greenloom.internal.Seconds;
import greenloom.internal.Sites;
import greenloom.internal.Strand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One look at a loop: who lives there and how each one stands at that moment. */
final class TaskLook {
    private final Scheduler scheduler;
    private final @Nullable Strand running;
    private final long now = System.nanoTime();

    private TaskLook(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.running = scheduler.running();
    }

    /** All that live on {@code scheduler}: the greenlets and then the plain virtual threads, each in the order of their start. */
    static List<Tasks.Task> at(Scheduler scheduler) {
        TaskLook look = new TaskLook(scheduler);
        List<Tasks.Task> all = new ArrayList<>();
        scheduler.live().snapshot().forEach(strand -> all.add(look.at(strand)));
        scheduler.children().snapshot().forEach(thread -> all.add(look.at(thread)));
        return all;
    }

    private Tasks.Task at(Strand strand) {
        Greenlet<?> greenlet = (Greenlet<?>) strand.owner();
        boolean waits = strand.isWaiting();
        Tasks.State state = waits ? Tasks.State.WAITING : strand == running ? Tasks.State.RUNNING : Tasks.State.READY;
        Object site = waits ? Sites.of(strand) : null;
        return new Tasks.Task(strand.id(), greenlet.name(), state,
                waits ? Sites.describe(site, strand.stack()) : null, Deadlock.holder(site), strand.attachment(),
                strand.parentId(), greenlet.spawnedAt(), Seconds.of(now - strand.startedAt()), strand.switches(),
                cpu(strand.nanos(), state), strand.thread(), greenlet);
    }

    private Tasks.Task at(PlainThread plain) {
        Thread thread = plain.thread();
        Tasks.State state = Sites.isWaiting(thread) ? Tasks.State.WAITING
                : plain.isRunning() ? Tasks.State.RUNNING : Tasks.State.READY;
        boolean waits = state == Tasks.State.WAITING;
        Object site = waits ? Sites.of(thread) : null;
        return new Tasks.Task(plain.id(), thread.getName(), state,
                waits ? Sites.describe(site, thread.getStackTrace()) : null, Deadlock.holder(site),
                plain.parent().attachment(), plain.parent().id(), null, Seconds.of(now - plain.startedAt()),
                plain.switches(), cpu(plain.nanos(), state), thread, null);
    }

    private double cpu(long nanos, Tasks.State state) {
        if (!scheduler.meter().isTimed()) {
            return Double.NaN;
        }
        return Seconds.of(nanos + (state == Tasks.State.RUNNING ? scheduler.meter().soFar() : 0));
    }
}
