package greenloom;

import greenloom.internal.Seconds;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The entry points of {@link Async} that combine several waits: a class of its own only because files here are short. */
abstract sealed class Combining extends Offloading permits Async {
    Combining() {}

    /**
     * Waits for all; the first failure is thrown at once, and the others go on. If the wait itself is cancelled or timed out, all are cancelled.
     * {@code asyncio.gather}.
     *
     * @param awaitables what to wait for
     * @return their values, in the order given
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T extends @Nullable Object> List<T> gather(Awaitable<? extends T>... awaitables) {
        return gather(Arrays.asList(awaitables));
    }

    /**
     * Waits for all; see {@link #gather(Awaitable[])}.
     *
     * @param awaitables what to wait for
     * @return their values, in the order given
     */
    public static <T extends @Nullable Object> List<T> gather(Collection<? extends Awaitable<? extends T>> awaitables) {
        return new Gathering<T>(List.copyOf(awaitables), false).values();
    }

    /**
     * Waits for all, however they end. {@code asyncio.gather(..., return_exceptions=True)}.
     *
     * @param awaitables what to wait for
     * @return their values or exceptions, in the order given
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T extends @Nullable Object> List<Settled<T>> gatherSettled(Awaitable<? extends T>... awaitables) {
        return gatherSettled(Arrays.asList(awaitables));
    }

    /**
     * Waits for all, however they end; see {@link #gatherSettled(Awaitable[])}.
     *
     * @param awaitables what to wait for
     * @return their values or exceptions, in the order given
     */
    public static <T extends @Nullable Object> List<Settled<T>> gatherSettled(
            Collection<? extends Awaitable<? extends T>> awaitables) {
        return new Gathering<T>(List.copyOf(awaitables), true).settled();
    }

    /**
     * Waits until one or all have ended; throws nothing of theirs and cancels nobody. {@code asyncio.wait}.
     *
     * @param tasks greenlets and results to wait for
     * @param returnWhen what for
     * @param seconds the longest wait
     * @return who has ended and who has not
     * @throws IllegalArgumentException if {@code tasks} is empty
     */
    public static <T extends @Nullable Object> DonePending<T> waitOn(
            Collection<? extends Awaitable<? extends T>> tasks, ReturnWhen returnWhen, double seconds) {
        return Joining.waitOn(tasks, returnWhen, seconds);
    }

    /**
     * Waits until one or all have ended; see {@link #waitOn(Collection, ReturnWhen, double)}.
     *
     * @param tasks greenlets and results to wait for
     * @param returnWhen what for
     * @param limit the longest wait
     * @return who has ended and who has not
     */
    public static <T extends @Nullable Object> DonePending<T> waitOn(
            Collection<? extends Awaitable<? extends T>> tasks, ReturnWhen returnWhen, Duration limit) {
        return waitOn(tasks, returnWhen, Seconds.of(limit));
    }

    /**
     * Waits until one or all have ended, without a limit; see {@link #waitOn(Collection, ReturnWhen, double)}.
     *
     * @param tasks greenlets and results to wait for
     * @param returnWhen what for
     * @return who has ended and who has not
     */
    public static <T extends @Nullable Object> DonePending<T> waitOn(
            Collection<? extends Awaitable<? extends T>> tasks, ReturnWhen returnWhen) {
        return waitOn(tasks, returnWhen, Double.POSITIVE_INFINITY);
    }

    /**
     * Hands out those that are waited for as they become ready. {@code asyncio.as_completed}, {@code gevent.iwait}.
     *
     * @param waitables greenlets, results, events, semaphores
     * @return them, in the order in which they become ready; in a {@code try} block, leaving it lets go of the rest
     */
    public static <W extends Waitable> Completed<W> asCompleted(Collection<W> waitables) {
        return new Completed<>(waitables, Double.POSITIVE_INFINITY);
    }

    /**
     * Hands out those that are waited for as they become ready, for at most {@code seconds}; then {@code next()} throws {@link Timeout}.
     *
     * @param seconds the longest time, from now
     * @param waitables greenlets, results, events, semaphores
     * @return them, in the order in which they become ready
     */
    public static <W extends Waitable> Completed<W> asCompleted(double seconds, Collection<W> waitables) {
        return new Completed<>(waitables, seconds);
    }

    /**
     * Hands out those that are waited for as they become ready; see {@link #asCompleted(double, Collection)}.
     *
     * @param limit the longest time, from now
     * @param waitables greenlets, results, events, semaphores
     * @return them, in the order in which they become ready
     */
    public static <W extends Waitable> Completed<W> asCompleted(Duration limit, Collection<W> waitables) {
        return asCompleted(Seconds.of(limit), waitables);
    }

    /**
     * Waits until all have ended, however they end. {@code gevent.joinall}.
     *
     * @param greenlets what to wait for
     */
    public static void joinAll(Greenlet<?>... greenlets) {
        joinAll(Arrays.asList(greenlets));
    }

    /**
     * Waits until all have ended, however they end.
     *
     * @param greenlets what to wait for
     * @return them, in the order in which they ended
     */
    public static <G extends Greenlet<?>> List<G> joinAll(Collection<G> greenlets) {
        return joinAll(Double.POSITIVE_INFINITY, greenlets);
    }

    /**
     * Waits until all have ended, at most {@code seconds}.
     *
     * @param seconds the longest wait
     * @param greenlets what to wait for
     * @return those that have ended, in the order in which they did
     */
    public static <G extends Greenlet<?>> List<G> joinAll(double seconds, Collection<G> greenlets) {
        return joinAll(seconds, greenlets, false, Integer.MAX_VALUE);
    }

    /**
     * Waits until all have ended, at most {@code limit}.
     *
     * @param limit the longest wait
     * @param greenlets what to wait for
     * @return those that have ended, in the order in which they did
     */
    public static <G extends Greenlet<?>> List<G> joinAll(Duration limit, Collection<G> greenlets) {
        return joinAll(Seconds.of(limit), greenlets);
    }

    /**
     * Waits until all have ended; the first failure is thrown at once. {@code gevent.joinall(..., raise_error=True)}.
     *
     * @param greenlets what to wait for
     * @param raiseError whether to throw the first failure as it is
     * @return them, in the order in which they ended
     */
    public static <G extends Greenlet<?>> List<G> joinAll(Collection<G> greenlets, boolean raiseError) {
        return joinAll(Double.POSITIVE_INFINITY, greenlets, raiseError, Integer.MAX_VALUE);
    }

    /**
     * Waits until {@code count} have ended, at most {@code seconds}.
     *
     * @param seconds the longest wait
     * @param greenlets what to wait for
     * @param raiseError whether to throw the first failure as it is
     * @param count how many are enough
     * @return those that have ended, in the order in which they did
     */
    public static <G extends Greenlet<?>> List<G> joinAll(double seconds, Collection<G> greenlets, boolean raiseError,
            int count) {
        return Joining.join(greenlets, seconds, raiseError, count);
    }

    /**
     * Kills all at once and waits until they have ended. {@code gevent.killall}.
     *
     * @param greenlets whom to kill
     */
    public static void killAll(Collection<? extends Greenlet<?>> greenlets) {
        killAll(greenlets, new GreenletExit("killed"), Double.POSITIVE_INFINITY);
    }

    /**
     * Kills all at once.
     *
     * @param greenlets whom to kill
     * @param block whether to wait until they have ended
     */
    public static void killAll(Collection<? extends Greenlet<?>> greenlets, boolean block) {
        killAll(greenlets, new GreenletExit("killed"), block ? Double.POSITIVE_INFINITY : 0);
    }

    /**
     * Throws {@code exception} into all at once and waits, at most {@code seconds}, until they have ended.
     *
     * @param greenlets whom to kill
     * @param exception what they get
     * @param seconds the longest wait; zero does not wait
     * @throws Timeout if some have not ended by then
     */
    public static void killAll(Collection<? extends Greenlet<?>> greenlets, Throwable exception, double seconds) {
        Joining.kill(greenlets, exception, seconds);
    }

    /**
     * Kills all at once and waits, at most {@code limit}; see {@link #killAll(Collection, Throwable, double)}.
     *
     * @param greenlets whom to kill
     * @param exception what they get
     * @param limit the longest wait; zero does not wait
     */
    public static void killAll(Collection<? extends Greenlet<?>> greenlets, Throwable exception, Duration limit) {
        killAll(greenlets, exception, Seconds.of(limit));
    }

    /**
     * Something to await in place of {@code awaitable}: if that wait is cancelled, {@code awaitable} goes on. {@code asyncio.shield}.
     *
     * @param awaitable what must not be cancelled along
     * @return ready when that is, with its value or exception
     */
    public static <T extends @Nullable Object> AsyncResult<T> shield(Awaitable<T> awaitable) {
        AsyncResult<T> result = new AsyncResult<>();
        Promise<T> promise = Promise.of(awaitable);
        promise.onReady(() -> result.promise().follow(promise));
        return result;
    }

    /**
     * Runs {@code body} and throws {@link Timeout} if it is not over within {@code seconds}; reaches through blocking JDK calls. If that is not positive,
     * nothing is run. {@code gevent.with_timeout}, {@code asyncio.wait_for}.
     *
     * @param seconds how long it may take
     * @param body what to run, in this greenlet
     * @return the body's value
     */
    public static <T extends @Nullable Object> T withTimeout(double seconds, Callable<T> body) {
        return new Timeout(seconds).guard(body);
    }

    /**
     * Runs {@code body} with a limit; see {@link #withTimeout(double, Callable)}.
     *
     * @param seconds how long it may take
     * @param body what to run, in this greenlet
     */
    public static void withTimeout(double seconds, Action body) {
        withTimeout(seconds, Async.callable(body));
    }

    /**
     * Runs {@code body} with a limit; see {@link #withTimeout(double, Callable)}.
     *
     * @param limit how long it may take
     * @param body what to run, in this greenlet
     * @return the body's value
     */
    public static <T extends @Nullable Object> T withTimeout(Duration limit, Callable<T> body) {
        return withTimeout(Seconds.of(limit), body);
    }

    /**
     * Runs {@code body} with a limit; see {@link #withTimeout(double, Callable)}.
     *
     * @param limit how long it may take
     * @param body what to run, in this greenlet
     */
    public static void withTimeout(Duration limit, Action body) {
        withTimeout(Seconds.of(limit), body);
    }

    /**
     * Runs {@code body} with a limit and has another value if it is not over by then; timeouts of others are thrown. {@code
     * gevent.with_timeout(..., timeout_value=x)}.
     *
     * @param seconds how long it may take
     * @param body what to run, in this greenlet
     * @param fallback the value if the time is up
     * @return the body's value, or {@code fallback}
     */
    public static <T extends @Nullable Object> T withTimeout(double seconds, Callable<? extends T> body, T fallback) {
        Timeout own = new Timeout(seconds);
        try {
            return own.guard(body);
        } catch (Timeout e) {
            if (e == own) {
                return fallback;
            }
            throw e;
        }
    }

    /**
     * Waits for {@code task}, at most {@code seconds}; if it is not over by then, cancels it, waits until it has ended and throws {@link Timeout}. {@code
     * asyncio.wait_for}.
     *
     * @param seconds how long it may take from now
     * @param task what to wait for
     * @return its value, also one that it still returns while it is being cancelled
     * @throws Timeout if the time was up and it has no value
     */
    public static <T extends @Nullable Object> T withTimeout(double seconds, Greenlet<T> task) {
        return Joining.withTimeout(seconds, task);
    }

    /**
     * Waits for {@code task}, at most {@code limit}; see {@link #withTimeout(double, Greenlet)}.
     *
     * @param limit how long it may take from now
     * @param task what to wait for
     * @return its value
     */
    public static <T extends @Nullable Object> T withTimeout(Duration limit, Greenlet<T> task) {
        return withTimeout(Seconds.of(limit), task);
    }
}
