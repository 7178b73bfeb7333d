package greenloom;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The entry points of {@link Async} to what runs outside the loop: a class of its own only because files here are short. */
abstract sealed class Offloading permits Combining {
    Offloading() {}

    /**
     * Runs {@code work}, which may block in ways that would hold the loop, on a thread of the loop's own pool. Values that follow a spawn
     * ({@link ScopedValue}, {@link GreenletLocal}) are there too. Cancelling the result interrupts the thread. {@code asyncio.to_thread}, {@code
     * gevent.get_hub().threadpool}.
     *
     * @param work what to run
     * @return its value or exception, to be awaited
     * @throws IllegalStateException if the caller is on no loop
     */
    public static <T extends @Nullable Object> AsyncResult<T> toThread(Callable<T> work) {
        return runIn(EventLoop.current().workers(), work);
    }

    /**
     * Runs {@code work} on a thread; see {@link #toThread(Callable)}.
     *
     * @param work what to run
     * @return to be awaited
     */
    public static AsyncResult<@Nullable Void> toThread(Action work) {
        return toThread(Async.callable(work));
    }

    /**
     * Runs {@code work} in {@code executor}; cancelling the result cancels the task. {@code loop.run_in_executor}.
     *
     * @param executor who runs it
     * @param work what to run
     * @return its value or exception, to be awaited
     */
    public static <T extends @Nullable Object> AsyncResult<T> runIn(Executor executor, Callable<T> work) {
        return Futures.run(executor, work);
    }

    /**
     * Runs {@code work} in {@code executor}; see {@link #runIn(Executor, Callable)}.
     *
     * @param executor who runs it
     * @param work what to run
     * @return to be awaited
     */
    public static AsyncResult<@Nullable Void> runIn(Executor executor, Action work) {
        return runIn(executor, Async.callable(work));
    }

    /**
     * Runs {@code work} in a worker process; see {@link ProcessPool#submit(ProcessPool.Task)}. {@code loop.run_in_executor}.
     *
     * @param pool whose worker runs it
     * @param work what to run
     * @return its value or exception, to be awaited
     */
    public static <T extends @Nullable Object> AsyncResult<T> runIn(ProcessPool pool, ProcessPool.Task<T> work) {
        return pool.submit(work);
    }

    /**
     * Runs {@code function} on each item in {@code executor} and hands the values out in order; a failure is thrown where its value would be, and the
     * iteration can go on after it. {@code Executor.map}.
     *
     * @param executor who runs it
     * @param function what to run
     * @param items what for
     * @return the values, waited for one by one
     */
    public static <T, R extends @Nullable Object> Iterable<R> mapIn(Executor executor,
            Function<? super T, ? extends R> function, Collection<? extends T> items) {
        List<AsyncResult<R>> results = new ArrayList<>(items.size());
        for (T item : items) {
            results.add(runIn(executor, () -> function.apply(item)));
        }
        return () -> new MappedIterator<>(results.iterator());
    }

    /**
     * Makes a result of a stage of the JDK's; cancelling either cancels the other. {@code asyncio.wrap_future}.
     *
     * @param stage what to wrap
     * @return ready when the stage is
     */
    public static <T extends @Nullable Object> AsyncResult<T> wrapFuture(CompletionStage<T> stage) {
        return Futures.wrap(stage);
    }

    /**
     * Makes a result of a future of the JDK's, which a virtual thread of the loop waits for; cancelling either cancels the other.
     *
     * @param future what to wrap
     * @return ready when the future is
     */
    public static <T extends @Nullable Object> AsyncResult<T> wrapFuture(Future<T> future) {
        return future instanceof CompletionStage<?> ? Futures.wrap(Futures.<T>asStage(future))
                : Futures.wrapBlocking(future);
    }

    /**
     * Makes a result of a future of the JDK's that is also a stage; cancelling either cancels the other.
     *
     * @param future what to wrap
     * @return ready when the future is
     */
    public static <T extends @Nullable Object> AsyncResult<T> wrapFuture(CompletableFuture<T> future) {
        return Futures.wrap(future);
    }

    /**
     * Makes a future of the JDK's for those who know nothing of greenlets; cancelling either cancels the other.
     *
     * @param awaitable a greenlet or a result
     * @return complete when it is ready
     */
    public static <T extends @Nullable Object> CompletableFuture<T> toFuture(Awaitable<T> awaitable) {
        return Futures.unwrap(awaitable);
    }

    /**
     * Has {@code handler} run on a new greenlet of the current loop each time the process gets a signal, in place of what was done before. {@code
     * gevent.signal_handler}, {@code loop.add_signal_handler}.
     *
     * @param name the signal without {@code SIG}: {@code "INT"}, {@code "TERM"}
     * @param handler what to run
     * @return cancelling it brings back what was done before
     * @throws IllegalArgumentException if there is no such signal or it cannot be handled
     */
    public static SignalHandle onSignal(String name, Action handler) {
        return SignalHandle.install(EventLoop.current(), name, handler);
    }
}
