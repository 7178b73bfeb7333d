package greenloom;

import greenloom.internal.Host;
import greenloom.internal.Scheduler;
import greenloom.internal.Timer;
import org.jspecify.annotations.Nullable;

/** Something that a loop will call, or has called; made by {@link EventLoop#callSoon} and its kin. {@code asyncio.Handle}, {@code asyncio.TimerHandle}. */
public final class Handle {
    private static final double NANOS_PER_SECOND = 1e9;

    private final EventLoop loop;
    private final Action callback;
    private final @Nullable Timer timer;
    private final double when;
    private final @Nullable Object attachment = Host.attachment();

    /** Any thread. */
    private volatile boolean cancelled;

    /** To be called at {@code when}, in seconds of the loop's time; NaN is as soon as possible. */
    Handle(EventLoop loop, Action callback, double when) {
        this.loop = loop;
        this.callback = callback;
        this.when = when;
        this.timer = Double.isNaN(when) ? null : new Timer() {
            @Override
            protected void fire() {
                start();
            }
        };
    }

    void schedule() {
        Timer due = timer;
        if (due == null) {
            start();
            return;
        }
        Scheduler scheduler = loop.scheduler();
        scheduler.onCarrier(() -> {
            if (!cancelled) {
                scheduler.schedule(due, (long) (when * NANOS_PER_SECOND) - scheduler.nanos());
            }
        });
    }

    private void start() {
        loop.runCallback("callback", this, attachment, () -> {
            if (!cancelled) {
                callback.run();
            }
        });
    }

    /** Has it not called; does nothing if it has been. Any thread. */
    public void cancel() {
        cancelled = true;
        Timer due = timer;
        if (due != null) {
            Scheduler scheduler = loop.scheduler();
            scheduler.onCarrier(() -> scheduler.unschedule(due));
        }
    }

    /** Whether it was cancelled. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** When it is called, in seconds of the loop's time; NaN if as soon as possible. */
    public double when() {
        return when;
    }

    @Override
    public String toString() {
        String due = Double.isNaN(when) ? "" : " when=" + when;
        return "<Handle " + callback.getClass().getName().replaceAll("\\$\\$Lambda.*", "") + due
                + (cancelled ? " cancelled" : "") + ">";
    }
}
