package greenloom;

import greenloom.internal.Seconds;
import greenloom.internal.Sneaky;
import greenloom.internal.Strand;
import greenloom.internal.Trails;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a number of greenlets are waited for and ended. */
final class Joining {
    private Joining() {}

    /** Waits until {@code count} have ended; those that have, in the order of their ends. */
    static <G extends Greenlet<?>> List<G> join(Collection<G> greenlets, double seconds, boolean raiseError,
            int count) {
        List<G> ended = new ArrayList<>();
        try (Completed<G> completed = new Completed<>(greenlets, seconds)) {
            while (completed.hasNext() && ended.size() < count) {
                G next = completed.poll();
                if (next == null) {
                    return ended;
                }
                Throwable failure = raiseError && !next.successful() ? next.exception() : null;
                if (failure != null) {
                    Trails.awaited(next, failure);
                    throw Sneaky.rethrow(failure);
                }
                ended.add(next);
            }
        }
        return ended;
    }

    static <T extends @Nullable Object> DonePending<T> waitOn(Collection<? extends Awaitable<? extends T>> tasks,
            ReturnWhen returnWhen, double seconds) {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("waitOn(...) needs at least one greenlet or result to wait for");
        }
        Set<Awaitable<T>> pending = new LinkedHashSet<>();
        for (Awaitable<? extends T> task : tasks) {
            pending.add(same(task));
        }
        try (Completed<Awaitable<T>> completed = new Completed<>(pending, seconds)) {
            boolean enough = false;
            while (!enough && completed.hasNext()) {
                Awaitable<T> next = completed.poll();
                enough = next == null || isEnough(next, returnWhen);
            }
        }
        Set<Awaitable<T>> done = new LinkedHashSet<>(pending);
        done.removeIf(task -> !task.ready());
        pending.removeAll(done);
        return new DonePending<>(done, pending);
    }

    @SuppressWarnings("unchecked") // They only hand values out.
    private static <T extends @Nullable Object> Awaitable<T> same(Awaitable<? extends T> task) {
        return (Awaitable<T>) task;
    }

    private static boolean isEnough(Awaitable<?> ended, ReturnWhen returnWhen) {
        return switch (returnWhen) {
            case FIRST_COMPLETED -> true;
            case FIRST_EXCEPTION -> Settled.failed(ended);
            case ALL_COMPLETED -> false;
        };
    }

    static <T extends @Nullable Object> T withTimeout(double seconds, Greenlet<T> task) {
        Promise<T> promise = task.promise();
        if (promise.awaitAndHear(Seconds.toNanos(seconds)) != null) {
            return task.get();
        }
        task.cancel("its time of " + seconds + " seconds was up");
        promise.await(Long.MAX_VALUE);
        if (task.isCancelled()) {
            throw new Timeout(seconds);
        }
        return task.get();
    }

    /** Throws {@code exception} into all, and waits for them; into the caller last, if it is one of them. */
    static void kill(Collection<? extends Greenlet<?>> greenlets, Throwable exception, double seconds) {
        Strand self = Strand.self();
        List<Greenlet<?>> others = new ArrayList<>(greenlets);
        boolean suicide = others.removeIf(greenlet -> greenlet.strand() == self);
        others.forEach(greenlet -> greenlet.throwInto(exception));
        if (seconds > 0 && join(others, seconds, false, Integer.MAX_VALUE).size() < Set.copyOf(others).size()) {
            throw new Timeout(seconds);
        }
        if (suicide) {
            Async.current().kill(exception);
        }
    }
}
