package greenloom.internal;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The carrier just parks; a virtual thread of the loop waits in a selector, and the JDK's pollers let it go on: works wherever the JDK does. */
final class PortableEngine implements Engine {
    /** Written before the carrier runs. */
    private @Nullable Scheduler scheduler;

    /** Written before a carrier runs, read by whoever wakes. */
    private volatile @Nullable Thread carrier;

    /** Touched by code that runs on the loop only. */
    private @Nullable Selection selection;

    @Override
    public void start(Scheduler loop, Thread thread) {
        scheduler = loop;
        carrier = thread;
    }

    @Override
    public void await(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else if (nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    @Override
    public void poll() {}

    @Override
    public boolean wakeNext() {
        return false;
    }

    @Override
    public void wake() {
        LockSupport.unpark(carrier);
    }

    @Override
    public Readiness watch(SelectableChannel channel) throws IOException {
        Selection watching = selection;
        if (watching == null) {
            watching = begin();
        }
        return watching.register(channel, watching::wakeup);
    }

    private Selection begin() {
        Scheduler loop = scheduler;
        if (loop == null) {
            throw new IllegalStateException("The engine was asked to watch a channel before its loop was started");
        }
        Selection watching = new Selection();
        selection = watching;
        loop.onVirtualThread(() -> select(watching));
        return watching;
    }

    private static void select(Selection watching) {
        try {
            while (watching.isOpen()) {
                watching.select(Long.MAX_VALUE);
                while (watching.wakeNext()) {
                    // Those woken run when this thread waits again.
                }
            }
        } catch (ClosedSelectorException _) {
            // The loop ends.
        }
    }

    @Override
    public void close() {
        Selection watching = selection;
        selection = null;
        if (watching != null) {
            watching.close();
        }
    }
}
