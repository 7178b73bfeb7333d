package greenloom;

import greenloom.internal.Machinery;
import greenloom.internal.Threads;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * So many threads of the operating system for work that blocks in ways that would hold a loop, or computes. {@code
 * concurrent.futures.ThreadPoolExecutor}, {@code gevent.threadpool.ThreadPool}.
 *
 * <pre>{@code
 * try (ThreadPool pool = new ThreadPool(4)) {
 *     AsyncResult<Integer> sum = pool.submit(() -> add(1, 2));
 *     for (String page : pool.map(url -> read(url), urls)) ...
 * }
 * }</pre>
 *
 * <p>Work runs in the order in which it is submitted, with the submitter's {@link ScopedValue}s and {@link GreenletLocal}s, and in a notebook prints
 * at the submitter's cell. A result can be cancelled while its work has not begun; whoever waits for one whose work runs already is let go when it is
 * cancelled, and the work runs to its end. Idle threads are ended after a while. May be used by any thread.
 *
 * <p>At the end of a {@code try} with resources it is {@linkplain #shutdown() shut down}.
 */
@Machinery
public final class ThreadPool implements Executor, AutoCloseable {
    private static final AtomicInteger POOLS = new AtomicInteger();

    private final String name;
    private final ThreadPoolExecutor executor;

    /** What is submitted and not over. Any thread. */
    private final Set<Work<?>> unfinished = ConcurrentHashMap.newKeySet();

    /** Makes one with as many threads as {@code ThreadPoolExecutor} has by default: four more than the machine has processors, at most 32. */
    public ThreadPool() {
        this(Threads.usualSize());
    }

    /**
     * Makes one; its threads are made when they are needed.
     *
     * @param size how many threads it has at most
     * @throws IllegalArgumentException if that is not positive
     */
    public ThreadPool(int size) {
        this("ThreadPool-" + POOLS.incrementAndGet(), size);
    }

    /**
     * Makes one whose threads are called {@code name-1} and so on.
     *
     * @param name for people
     * @param size how many threads it has at most
     * @throws IllegalArgumentException if that is not positive
     */
    public ThreadPool(String name, int size) {
        ensurePositive(size);
        this.name = name;
        executor = Threads.pool(name + "-", size);
    }

    private static void ensurePositive(int size) {
        if (size <= 0) {
            throw new IllegalArgumentException("A thread pool needs one thread at least, not " + size);
        }
    }

    /**
     * Has a thread run {@code work}. {@code Executor.submit}, {@code ThreadPool.spawn}.
     *
     * @param work what to run
     * @return its value or exception, to be awaited
     * @throws RejectedExecutionException if the pool was shut down
     */
    public <T extends @Nullable Object> AsyncResult<T> submit(Callable<T> work) {
        PoolTask<T> task = new PoolTask<>(work, unfinished);
        execute(task);
        return task.result();
    }

    /**
     * Has a thread run {@code work}; see {@link #submit(Callable)}.
     *
     * @param work what to run
     * @return to be awaited
     */
    public AsyncResult<@Nullable Void> submit(Action work) {
        return submit(Async.callable(work));
    }

    /** Runs {@code task} as it is: for {@link Async#runIn} and whoever takes an executor. */
    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            if (task instanceof PoolTask<?> own) {
                own.result().cancel();
            }
            throw new RejectedExecutionException(this + " takes no new work, it was shut down: make another one", e);
        }
    }

    /**
     * Submits {@code function} for each item, at once, and hands the values out in order; a failure is thrown where its value would be, and the
     * iteration can go on after it. {@code Executor.map}.
     *
     * @param function what to run
     * @param items what for
     * @return the values, waited for one by one
     * @throws RejectedExecutionException if the pool was shut down
     */
    public <T, R extends @Nullable Object> Iterable<R> map(Function<? super T, ? extends R> function,
            Collection<? extends T> items) {
        Iterator<AsyncResult<R>> results = this.<T, R>submitAll(function, items).iterator();
        return () -> new MappedIterator<>(results);
    }

    /**
     * Like {@link #map(Function, Collection)} with a limit: {@code next()} throws a {@link Timeout} if its value is not there in time.
     *
     * @param seconds from this call on, for all values
     * @param function what to run
     * @param items what for
     * @return the values, waited for one by one
     */
    public <T, R extends @Nullable Object> Iterable<R> map(double seconds, Function<? super T, ? extends R> function,
            Collection<? extends T> items) {
        Iterator<AsyncResult<R>> results = this.<T, R>submitAll(function, items).iterator();
        Deadline deadline = Deadline.in(seconds);
        return () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return results.hasNext();
            }

            @Override
            public R next() {
                return results.next().get(deadline.left());
            }
        };
    }

    private <T, R extends @Nullable Object> List<AsyncResult<R>> submitAll(Function<? super T, ? extends R> function,
            Collection<? extends T> items) {
        List<AsyncResult<R>> results = new ArrayList<>(items.size());
        for (T item : items) {
            results.add(submit(() -> function.apply(item)));
        }
        return results;
    }

    /** How many threads it has at most. */
    public int size() {
        return executor.getMaximumPoolSize();
    }

    /**
     * Gives it more threads, or fewer as they become idle. {@code ThreadPool.maxsize}.
     *
     * @param size how many at most
     * @throws IllegalArgumentException if that is not positive
     */
    public void resize(int size) {
        ensurePositive(size);
        if (size > executor.getMaximumPoolSize()) {
            executor.setMaximumPoolSize(size);
            executor.setCorePoolSize(size);
        } else {
            executor.setCorePoolSize(size);
            executor.setMaximumPoolSize(size);
        }
    }

    /** How much was submitted and is not over. */
    public int unfinished() {
        return unfinished.size();
    }

    /** Waits until all that was submitted is over; more may be submitted. {@code ThreadPool.join}. */
    public void join() {
        Work.joinAll(unfinished);
    }

    /** Takes no new work from now on and waits until all that was submitted is over. */
    public void shutdown() {
        shutdown(false);
    }

    /**
     * Takes no new work from now on and waits until what runs is over. {@code Executor.shutdown}.
     *
     * @param cancelFutures whether to cancel what has not begun
     */
    public void shutdown(boolean cancelFutures) {
        shutdownSoon(cancelFutures);
        join();
    }

    /**
     * Takes no new work from now on; returns at once. {@code shutdown(wait=False)}.
     *
     * @param cancelFutures whether to cancel what has not begun
     */
    public void shutdownSoon(boolean cancelFutures) {
        executor.shutdown();
        if (cancelFutures) {
            unfinished.forEach(task -> task.result().cancel());
        }
    }

    /** Like {@link #shutdown()}. */
    @Override
    public void close() {
        shutdown();
    }

    @Override
    public String toString() {
        return "<ThreadPool \"" + name + "\" " + size() + " threads, " + unfinished() + " unfinished"
                + (executor.isShutdown() ? ", shut down" : "") + ">";
    }
}
