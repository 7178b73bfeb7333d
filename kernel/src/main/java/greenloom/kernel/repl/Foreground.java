package greenloom.kernel.repl;

import greenloom.kernel.output.Cell;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The root greenlet of one cell: it runs what the evaluator hands it, one job after the other, and is what an interrupt
 * hits. One greenlet for all of a cell's snippets, so that a timeout started by the first reaches into the second.
 *
 * <p>The evaluator's thread hands over and waits; the greenlet only ever waits for the next job. An interrupt that
 * comes between two jobs, while the evaluator compiles, is kept for the next hand-over.
 */
final class Foreground implements AutoCloseable {
    /** The end of the queue. */
    private static final Job END = new Job(() -> null);

    private final UserThreads threads;
    private final Cell cell;
    private final String name;
    private final ClassLoader loader;
    private final LinkedBlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** Under the lock. */
    private UserThreads.@Nullable Running running;

    /** Under the lock: the job handed over and not done. */
    private @Nullable Job current;

    /** Under the lock: the latest interrupt, for which the cell has to end. */
    private @Nullable Interrupted asked;

    /** Written by the greenlet when it begins, read by who interrupts. */
    private volatile @Nullable Thread thread;

    Foreground(UserThreads threads, Cell cell, String name, ClassLoader loader) {
        this.threads = threads;
        this.cell = cell;
        this.name = name;
        this.loader = loader;
    }

    /** One thing to run, and how it went. */
    private static final class Job {
        private final Callable<? extends @Nullable Object> body;
        private final CompletableFuture<Result> done = new CompletableFuture<>();

        Job(Callable<? extends @Nullable Object> body) {
            this.body = body;
        }

        void run() {
            try {
                done.complete(new Result(body.call(), null));
            } catch (Throwable t) {
                done.complete(new Result(null, t));
            }
        }
    }

    private record Result(@Nullable Object value, @Nullable Throwable thrown) {}

    /** Runs {@code body} on the greenlet and waits for its end. Called by the evaluator's thread alone. */
    @Nullable Object call(Callable<? extends @Nullable Object> body) throws Throwable {
        Job job = new Job(body);
        hand(job);
        Result result = job.done.join();
        Interrupted interrupt = taken();
        if (result.thrown == null) {
            return result.value;
        }
        throw interrupt != null && threads.isInterruption(result.thrown) ? interrupt : result.thrown;
    }

    private void hand(Job job) {
        lock.lock();
        try {
            ensureNotInterrupted();
            current = job;
            if (running == null) {
                running = threads.start(name, cell, this::work);
            }
            jobs.add(job);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Interrupted taken() {
        lock.lock();
        try {
            current = null;
            return asked;
        } finally {
            lock.unlock();
        }
    }

    /** Throws the interrupt that came since the last job, if one did. */
    void ensureNotInterrupted() {
        lock.lock();
        try {
            if (asked != null) {
                throw asked;
            }
        } finally {
            lock.unlock();
        }
    }

    /** What runs the cell; null before it has run anything. */
    @Nullable Thread thread() {
        return thread;
    }

    /** {@code value}, if it is under way. */
    Optional<Live> live(Object value) {
        return LiveValue.of(value, threads, cell);
    }

    /** Ends the cell: what runs gets an {@link Interrupted} at its next wait or check. A second one insists. Any thread. */
    void interrupt() {
        lock.lock();
        try {
            Thread acting = thread;
            // A greenlet that has not begun would end without having begun; it finds the interrupt when it takes its job.
            UserThreads.Running hit = current == null || acting == null ? null : running;
            asked = new Interrupted(acting == null || hit == null ? new StackTraceElement[0] : acting.getStackTrace());
            if (hit != null) {
                hit.deliver(asked);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The greenlet's body. */
    private void work() {
        thread = Thread.currentThread();
        Thread.currentThread().setContextClassLoader(loader);
        CellThreads.createFor(cell);
        try {
            Job job;
            while ((job = next()) != END) {
                if (!refused(job)) {
                    job.run();
                }
            }
        } finally {
            abandon();
        }
    }

    private Job next() {
        while (true) {
            try {
                return jobs.take();
            } catch (InterruptedException e) {
                // Either meant for a job, which is failed when it comes, or left behind by user code that sets its own flag.
            }
        }
    }

    /** An interrupt may have come between the hand-over and now: then the job must not begin. */
    private boolean refused(Job job) {
        lock.lock();
        try {
            return asked != null && job.done.complete(new Result(null, asked));
        } finally {
            lock.unlock();
        }
    }

    /** Somebody killed the greenlet: nobody may wait for it any more. */
    private void abandon() {
        lock.lock();
        try {
            running = null;
            if (current != null) {
                current.done
                        .complete(new Result(null, new IllegalStateException("The greenlet of this cell was killed")));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        jobs.add(END);
    }
}
