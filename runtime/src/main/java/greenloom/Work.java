package greenloom;

import greenloom.internal.Scheduler;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What was submitted to a pool: its result, and how far it is. Any thread. */
abstract sealed class Work<T extends @Nullable Object> permits PoolTask, ProcessTask {
    /** PENDING → RUNNING → OVER by whoever does it; PENDING or, where that can be stopped, RUNNING → CANCELLED by whoever cancels its result. */
    private enum State {
        PENDING,
        RUNNING,
        OVER,
        CANCELLED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.PENDING);
    private final AsyncResult<T> result = new AsyncResult<>();
    private final Set<Work<?>> unfinished;
    private final @Nullable Scheduler scheduler;

    /**
     * Makes one; the submitter's loop, if any, counts it as something that may yet wake somebody.
     *
     * @param unfinished where it stands until it is over
     */
    @SuppressWarnings("this-escape") // Kept, not called.
    Work(Set<Work<?>> unfinished) {
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
        return state.get() == State.RUNNING || state.get() == State.OVER;
    }

    /** Whether it was taken back: its result says so a moment later. */
    boolean isCancelled() {
        return state.get() == State.CANCELLED;
    }

    /** False if it was cancelled before. */
    boolean begin() {
        return state.compareAndSet(State.PENDING, State.RUNNING);
    }

    /** It has to be begun again. */
    boolean beginAnew() {
        return state.compareAndSet(State.RUNNING, State.PENDING);
    }

    /** Sets what came of it, unless it was cancelled meanwhile. */
    void end(Outcome<T> outcome) {
        if (state.compareAndSet(State.RUNNING, State.OVER)) {
            result.promise().complete(outcome);
            over();
        }
    }

    /** Takes it back, if that can be done. */
    boolean cancel() {
        return moveToCancelled(State.PENDING);
    }

    /** Takes it back though it runs. */
    boolean cancelRunning() {
        return moveToCancelled(State.RUNNING);
    }

    private boolean moveToCancelled(State from) {
        boolean cancelled = state.compareAndSet(from, State.CANCELLED);
        if (cancelled) {
            forget();
            over();
        }
        return cancelled;
    }

    /** Lets go of what is to be done: a result may be kept for long. */
    abstract void forget();

    private void over() {
        unfinished.remove(this);
        if (scheduler != null) {
            scheduler.endOutside();
        }
    }

    /** Waits until all that is among {@code unfinished} now is over, without taking notice of how. */
    static void joinAll(Set<Work<?>> unfinished) {
        for (Work<?> work : List.copyOf(unfinished)) {
            work.result.promise().await(Long.MAX_VALUE);
        }
    }
}
