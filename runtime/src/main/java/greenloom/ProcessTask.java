package greenloom;

import greenloom.internal.Context;
import greenloom.internal.process.PackedTask;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Work that was submitted to a pool of processes: packed by the submitter, so that it is what it was then. */
final class ProcessTask<T extends @Nullable Object> extends Work<T> {
    private final Context context = Context.capture();
    private final boolean isIdempotent;
    private final Runnable onLeft;

    /** Any thread. */
    private final AtomicBoolean waits = new AtomicBoolean(true);

    /** Whoever ends it lets go of it. Any thread. */
    private volatile @Nullable PackedTask packed;

    /** How to stop it while it runs, if that is allowed. Any thread. */
    private volatile @Nullable Runnable stop;

    /** How often a worker has died of it. The thread that runs it. */
    private int deaths;

    /**
     * Makes one of packed work.
     *
     * @param isIdempotent whether it may be done again
     * @param unfinished where it stands until it is over
     * @param onLeft run once it waits no more, whether it is done or cancelled
     */
    ProcessTask(PackedTask packed, boolean isIdempotent, Set<Work<?>> unfinished, Runnable onLeft) {
        super(unfinished);
        this.packed = packed;
        this.isIdempotent = isIdempotent;
        this.onLeft = onLeft;
    }

    /** What holds where it was submitted. */
    Context context() {
        return context;
    }

    /** Null once it is over. */
    @Nullable PackedTask packed() {
        return packed;
    }

    /** It waits no more, and somebody else may. */
    void leave() {
        if (waits.compareAndSet(true, false)) {
            onLeft.run();
        }
    }

    /** A worker is about to take it, which {@code action} ends then; null if that must not be. */
    void stoppedBy(@Nullable Runnable action) {
        stop = action;
    }

    /** Whether it shall be tried once more, after a worker has died of it. */
    boolean mayBeTriedAgain(int attempts) {
        return isIdempotent && ++deaths < attempts;
    }

    @Override
    void end(Outcome<T> outcome) {
        packed = null;
        super.end(outcome);
    }

    void fail(Throwable failure) {
        end(new Outcome.Failed<>(failure));
    }

    @SuppressWarnings("unchecked") // It is what the task returned.
    void succeed(@Nullable Object value) {
        end(new Outcome.Done<>((T) value));
    }

    @Override
    boolean cancel() {
        if (super.cancel()) {
            leave();
            return true;
        }
        Runnable action = stop;
        if (action == null || !cancelRunning()) {
            return false;
        }
        action.run();
        return true;
    }

    @Override
    void forget() {
        packed = null;
    }

    @Override
    public String toString() {
        return "work of a process pool";
    }
}
