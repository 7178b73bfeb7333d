package greenloom;

import greenloom.internal.Context;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Work that was submitted to a pool of threads. */
final class PoolTask<T extends @Nullable Object> extends Work<T> implements Runnable {
    /** Whoever ends that it is pending lets go of it. */
    private @Nullable Callable<? extends T> work;

    PoolTask(Callable<? extends T> work, Set<Work<?>> unfinished) {
        super(unfinished);
        Context context = Context.capture();
        this.work = () -> context.call(work);
    }

    @Override
    public void run() {
        if (begin()) {
            end(outcome());
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

    @Override
    void forget() {
        work = null;
    }

    @Override
    public String toString() {
        return "work of a thread pool";
    }
}
