package greenloom;

import greenloom.internal.Context;
import greenloom.internal.Machinery;
import greenloom.internal.TryBlock;
import greenloom.internal.process.PackedTask;
import greenloom.internal.process.UnsendableException;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * So many processes of this program's kind, for work that computes on all cores or must not bring this process down. {@code
 * concurrent.futures.ProcessPoolExecutor}.
 *
 * <pre>{@code
 * try (ProcessPool pool = new ProcessPool(4)) {
 *     AsyncResult<Integer> sum = pool.submit(() -> add(1, 2));
 *     for (boolean prime : pool.map(n -> isPrime(n), numbers)) ...
 * }
 * }</pre>
 *
 * <p>What is submitted goes to the worker as it is then: the lambda, what it captures, and in a notebook the variables that it may read. The worker
 * works on copies, and what it changes stays there; only the value or exception comes back. All of it has to be {@link Serializable}, which in a
 * notebook every lambda, class and record is by itself. Classes need no preparation: a worker asks for those it does not find. What a task prints is
 * shown where it was submitted.
 *
 * <p>A worker that dies breaks the pool, unless the {@linkplain ProcessPoolOptions options} say otherwise. Workers end with this process, however
 * that ends. May be used by any thread; at the end of a {@code try} with resources it is {@linkplain #shutdown() shut down}, or {@linkplain #kill()
 * killed} if the block has failed.
 */
@Machinery
public final class ProcessPool implements AutoCloseable {
    private static final AtomicInteger POOLS = new AtomicInteger();

    /** What a worker can do: a {@link Callable} that can be sent. Of another callable {@code c}, {@code c::call} makes one. */
    @FunctionalInterface
    public interface Task<T extends @Nullable Object> extends Callable<T>, Serializable {
    }

    /** What a worker can do without a value: an {@link Action} that can be sent. */
    @FunctionalInterface
    public interface Job extends Action, Serializable {
    }

    /** What a worker can do for each item: a function that can be sent. */
    @FunctionalInterface
    public interface Step<T extends @Nullable Object, R extends @Nullable Object> extends Serializable {
        /**
         * Does it.
         *
         * @param item for this one
         * @return its value
         * @throws Exception anything: it is thrown at the place of the value
         */
        R apply(T item) throws Exception;
    }

    private final String name = "ProcessPool-" + POOLS.incrementAndGet();
    private final ProcessPoolOptions options;
    private final ProcessQueue queue;
    private final BoundedSemaphore places;
    private final @Nullable PackedTask initializer;
    private final Context creator = Context.capture();
    private final AtomicInteger started = new AtomicInteger();

    /** Any thread. */
    private final Set<ProcessWorker> workers = ConcurrentHashMap.newKeySet();

    /** What is submitted and not over. Any thread. */
    private final Set<Work<?>> unfinished = ConcurrentHashMap.newKeySet();

    /** Makes one with as many workers as the machine has processors. */
    public ProcessPool() {
        this(options());
    }

    /**
     * Makes one; its processes are started when they are needed.
     *
     * @param workers how many it has at most
     * @throws IllegalArgumentException if that is not positive
     */
    public ProcessPool(int workers) {
        this(options().workers(workers));
    }

    /**
     * Makes one.
     *
     * @param options how
     */
    public ProcessPool(ProcessPoolOptions options) {
        this.options = options;
        this.queue = new ProcessQueue(options.workers());
        this.places = new BoundedSemaphore(options.backlog());
        Job job = options.initializer();
        this.initializer = job == null ? null : PackedTask.of(new Chore(job), job);
    }

    /** How a pool is made if nothing else is said, to be changed. */
    public static ProcessPoolOptions options() {
        return ProcessPoolOptions.DEFAULT;
    }

    /** Marks a task that may be begun anew if its worker dies; see {@link ProcessPoolOptions#restart()}. */
    public static <T extends @Nullable Object> Task<T> idempotent(Task<T> task) {
        return new Repeatable<>(task);
    }

    /** Marks a function whose calls may be begun anew if their worker dies; see {@link ProcessPoolOptions#restart()}. */
    public static <T extends @Nullable Object, R extends @Nullable Object> Step<T, R> idempotent(Step<T, R> function) {
        return new RepeatableStep<>(function);
    }

    private record Chore(Job job) implements Task<@Nullable Void> {
        @Override
        public @Nullable Void call() throws Exception {
            job.run();
            return null;
        }
    }

    private record Repeatable<T extends @Nullable Object>(Task<T> task) implements Task<T> {
        @Override
        public T call() throws Exception {
            return task.call();
        }
    }

    private record RepeatableStep<T extends @Nullable Object, R extends @Nullable Object>(Step<T, R> step)
            implements Step<T, R> {
        @Override
        public R apply(T item) throws Exception {
            return step.apply(item);
        }
    }

    /**
     * Has a worker run {@code task}. {@code Executor.submit}. If the {@linkplain ProcessPoolOptions#backlog backlog} is full, waits for a place.
     *
     * @param task what to run
     * @return its value or exception, to be awaited
     * @throws IllegalArgumentException if it holds what cannot be sent, with the way there
     * @throws BrokenProcessPoolException if the pool is broken
     * @throws RejectedExecutionException if it was shut down
     */
    public <T extends @Nullable Object> AsyncResult<T> submit(Task<T> task) {
        boolean isIdempotent = task instanceof Repeatable<T>;
        return submit(task, task instanceof Repeatable<T>(Task<T> inner) ? inner : task, isIdempotent);
    }

    /**
     * Has a worker run {@code job}; see {@link #submit(Task)}.
     *
     * @param job what to run
     * @return to be awaited
     */
    public AsyncResult<@Nullable Void> submit(Job job) {
        return submit(new Chore(job), job, false);
    }

    private <T extends @Nullable Object> AsyncResult<T> submit(Task<T> task, Object author, boolean isIdempotent) {
        queue.ensureOpen(this);
        PackedTask packed = pack(task, author);
        places.acquire();
        ProcessTask<T> work = new ProcessTask<>(packed, isIdempotent, unfinished, places::release);
        try {
            if (queue.add(work, this) == ProcessQueue.Added.WORKER_NEEDED) {
                hire();
            }
        } catch (BrokenProcessPoolException | RejectedExecutionException e) {
            work.cancel();
            throw e;
        }
        return work.result();
    }

    private static PackedTask pack(Object task, Object author) {
        try {
            return PackedTask.of(task, author);
        } catch (UnsendableException e) {
            throw new IllegalArgumentException(e.getMessage(), e.getCause());
        }
    }

    private void hire() {
        ProcessWorker worker = new ProcessWorker(this, options, queue, creator);
        workers.add(worker);
        worker.start(name + "-" + started.incrementAndGet());
    }

    /**
     * Submits {@code function} for each item, at once, and hands the values out in order; a failure is thrown where its value would be, and the
     * iteration can go on after it. If who iterates is interrupted, what has not begun is cancelled. {@code Executor.map}.
     *
     * @param function what to run
     * @param items what for
     * @return the values, waited for one by one
     * @throws IllegalArgumentException if something cannot be sent
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Iterable<R> map(Step<T, R> function,
            Collection<? extends T> items) {
        return map(function, items, 1);
    }

    /**
     * Like {@link #map(Step, Collection)}, but sends the items in chunks, which is quicker for many small ones.
     *
     * @param function what to run
     * @param items what for
     * @param chunkSize how many go together
     * @return the values, waited for one by one
     * @throws IllegalArgumentException if {@code chunkSize} is not positive
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Iterable<R> map(Step<T, R> function,
            Collection<? extends T> items, int chunkSize) {
        return mapped(Double.POSITIVE_INFINITY, function, items, chunkSize);
    }

    /**
     * Like {@link #map(Step, Collection)} with a limit: {@code next()} throws a {@link Timeout} if its value is not there in time.
     *
     * @param seconds from this call on, for all values
     * @param function what to run
     * @param items what for
     * @return the values, waited for one by one
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Iterable<R> map(double seconds,
            Step<T, R> function, Collection<? extends T> items) {
        return mapped(seconds, function, items, 1);
    }

    private <T extends @Nullable Object, R extends @Nullable Object> Iterable<R> mapped(double seconds,
            Step<T, R> function, Collection<? extends T> items, int chunkSize) {
        List<AsyncResult<List<Chunk.Element<R>>>> chunks = submitAll(function, items, chunkSize);
        Chunk.Values<R> values = new Chunk.Values<>(seconds, chunks, chunks);
        return () -> values;
    }

    /**
     * Submits {@code function} for each item, at once, and hands the values out as they come. {@code multiprocessing.Pool.imap_unordered}.
     *
     * @param function what to run
     * @param items what for
     * @return the values, in the order in which they are there
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Iterable<R> imapUnordered(Step<T, R> function,
            Collection<? extends T> items) {
        return imapUnordered(function, items, 1);
    }

    /**
     * Like {@link #imapUnordered(Step, Collection)}, but sends the items in chunks.
     *
     * @param function what to run
     * @param items what for
     * @param chunkSize how many go together
     * @return the values, in the order in which they are there
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Iterable<R> imapUnordered(Step<T, R> function,
            Collection<? extends T> items, int chunkSize) {
        List<AsyncResult<List<Chunk.Element<R>>>> chunks = submitAll(function, items, chunkSize);
        Chunk.Values<R> values = new Chunk.Values<>(Double.POSITIVE_INFINITY, chunks, Async.asCompleted(chunks));
        return () -> values;
    }

    private <T extends @Nullable Object, R extends @Nullable Object> List<AsyncResult<List<Chunk.Element<R>>>> submitAll(
            Step<T, R> function, Collection<? extends T> items, int chunkSize) {
        boolean isIdempotent = function instanceof RepeatableStep<T, R>;
        Object author = function instanceof RepeatableStep<T, R>(Step<T, R> inner) ? inner : function;
        return Chunk.split(function, items, chunkSize).stream().map(chunk -> submit(chunk, author, isIdempotent))
                .toList();
    }

    /** How many workers it has at most. */
    public int size() {
        return options.workers();
    }

    /** How much was submitted and is not over. */
    public int unfinished() {
        return unfinished.size();
    }

    /** The numbers of the processes that there are now. */
    public List<Long> pids() {
        return workers.stream().map(ProcessWorker::pid).filter(Objects::nonNull).sorted().toList();
    }

    /** Waits until all that was submitted is over; more may be submitted. */
    public void join() {
        Work.joinAll(unfinished);
    }

    /** Takes no new work from now on and waits until all that was submitted is over and the processes have ended. */
    public void shutdown() {
        shutdown(false);
    }

    /**
     * Takes no new work from now on and waits until what runs is over and the processes have ended. {@code Executor.shutdown}.
     *
     * @param cancelFutures whether to cancel what has not begun
     */
    public void shutdown(boolean cancelFutures) {
        shutdownSoon(cancelFutures);
        join();
        workers.forEach(ProcessWorker::join);
    }

    /**
     * Takes no new work from now on; returns at once. {@code shutdown(wait=False)}.
     *
     * @param cancelFutures whether to cancel what has not begun
     */
    public void shutdownSoon(boolean cancelFutures) {
        queue.close();
        if (cancelFutures) {
            for (ProcessTask<?> task : queue.drain()) {
                task.leave();
                task.result().cancel();
            }
        }
    }

    /** Ends all workers at once; what is not over fails with a {@link BrokenProcessPoolException}. {@code Executor.kill_workers}. */
    public void kill() {
        breakUp(new BrokenProcessPoolException(this + " was killed", null));
        workers.forEach(ProcessWorker::join);
    }

    /** Like {@link #shutdown()}; at the end of a {@code try} block that has failed like {@link #kill()}, because nobody will ask for the results. */
    @Override
    public void close() {
        if (TryBlock.closedBy(ProcessPool.class).hasFailed()) {
            kill();
        } else {
            shutdown();
        }
    }

    /** It can no longer be trusted: all that is not over fails. Any thread. */
    void breakUp(BrokenProcessPoolException why) {
        if (queue.breakUp(why)) {
            for (ProcessTask<?> task : queue.drain()) {
                task.leave();
                if (task.begin()) {
                    task.fail(why.again());
                }
            }
            workers.forEach(ProcessWorker::kill);
        }
    }

    @Nullable PackedTask initializer() {
        return initializer;
    }

    /** That worker has ended. */
    void forget(ProcessWorker worker) {
        workers.remove(worker);
    }

    @Override
    public String toString() {
        return "<" + name + " " + size() + " workers, " + unfinished() + " unfinished"
                + (queue.broken() != null ? ", broken" : queue.isClosed() ? ", shut down" : "") + ">";
    }
}
