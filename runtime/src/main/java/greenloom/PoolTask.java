package greenloom;

import greenloom.internal.Context;
import greenloom.internal.Scheduler;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Work that was submitted to a pool of threads. */
final class PoolTask<T extends @Nullable Object> implements Runnable {
    /** PENDING → RUNNING by the thread that takes it, or PENDING → CANCELLED by whoever cancels its result. */
    private enum State {
        PENDING,
        RUNNING,
        CANCELLED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.PENDING);
    private final AsyncResult<T> result = new AsyncResult<>();
    private final Set<PoolTask<?>> unfinished;
    private final @Nullable Scheduler scheduler;

    /** Whoever ends PENDING lets go of it: a result may be kept for long. */
    private @Nullable Callable<? extends T> work;

    /**
     * Makes one; the submitter's loop, if any, counts it as something that may yet wake somebody.
     *
     * @param unfinished where it stands until it is over
     */
    PoolTask(Callable<? extends T> work, Set<PoolTask<?>> unfinished) {
        Context context = Context.capture();
        this.work = () -> context.call(work);
        this.unfinished = unfinished;
        EventLoop loop = EventLoop.currentOrNull();
        this.scheduler = loop == null ? null : loop.scheduler();
        if (scheduler != null) {
            scheduler.beginOutside();
        }
        result.comesFrom(this);
        unfinished.add(this);
    }

    AsyncResult<T> result() {
        return result;
    }

    boolean isRunning() {
        return state.get() == State.RUNNING;
    }

    /** Takes it back, unless a thread has begun with it. */
    boolean cancel() {
        boolean cancelled = state.compareAndSet(State.PENDING, State.CANCELLED);
        if (cancelled) {
            work = null;
            over();
        }
        return cancelled;
    }

    @Override
    public void run() {
        if (state.compareAndSet(State.PENDING, State.RUNNING)) {
            result.promise().complete(outcome());
            over();
        }
    }

    private Outcome<T> outcome() {
        Callable<? extends T> begun = Objects.requireNonNull(work);
        work = null;
        try {
            return new Outcome.Done<>(begun.call());
        } catch (Throwable e) {
            return new Outcome.Failed<>(e);
        }
    }

    private void over() {
        unfinished.remove(this);
        if (scheduler != null) {
            scheduler.endOutside();
        }
    }

    /** Waits until it is over, without taking notice of how. */
    void join() {
        result.promise().await(Long.MAX_VALUE);
    }

    @Override
    public String toString() {
        return "work of a thread pool";
    }
}
