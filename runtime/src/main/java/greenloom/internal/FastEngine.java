package greenloom.internal;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The carrier itself waits in a selector: a ready socket costs no switch between threads.
 *
 * <p>Until a channel is watched for the first time it just parks, which is quicker to wake from and exact to less than a millisecond.
 */
final class FastEngine implements Engine {
    /** Written before a carrier runs, read by whoever wakes. */
    private volatile @Nullable Thread carrier;

    /** Written on the loop, read by whoever wakes. */
    private volatile @Nullable Selection selection;

    @Override
    public void start(Scheduler scheduler, Thread thread) {
        carrier = thread;
    }

    @Override
    public void await(long nanos) {
        Selection watching = selection;
        if (watching != null) {
            watching.select(nanos);
        } else if (nanos == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else if (nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    @Override
    public void poll() {
        Selection watching = selection;
        if (watching != null) {
            watching.select(0);
        }
    }

    @Override
    public boolean wakeNext() {
        Selection watching = selection;
        return watching != null && watching.wakeNext();
    }

    @Override
    public void wake() {
        Selection watching = selection;
        if (watching != null) {
            watching.wakeup();
        }
        LockSupport.unpark(carrier);
    }

    @Override
    public Readiness watch(SelectableChannel channel) throws IOException {
        Selection watching = selection;
        if (watching == null) {
            watching = new Selection();
            selection = watching;
        }
        return watching.register(channel, () -> {});
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
