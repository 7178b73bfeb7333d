package greenloom.kernel.repl;

import greenloom.Tasks;
import greenloom.kernel.output.Cell;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

    /** Seconds after which an interrupt that has reached nothing has failed: as long as the loop waits before it goes on without such code. */
    private static final double PATIENCE = 1;

    private static final long AWAKE_NANOS = 200_000;
    private static final int LOOKS = 5;
    private static final long LOOK_NANOS = 1_000_000;
    private static final StackTraceElement[] NOWHERE = {};

    private static final Executor LATER = CompletableFuture.delayedExecutor((long) (PATIENCE * 1100),
            TimeUnit.MILLISECONDS);

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

    /** Under the lock: whether it has been asked for twice. */
    private boolean insisted;

    /** Written by the greenlet when it begins. */
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

        /** Most cells take less time than it takes to wake a thread: those are waited for awake. */
        Result await() {
            for (long begun = System.nanoTime(); !done.isDone() && System.nanoTime() - begun < AWAKE_NANOS;) {
                Thread.onSpinWait();
            }
            return done.join();
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
        Result result = job.await();
        if (result.thrown == null) {
            taken();
            return result.value;
        }
        throw told(result.thrown, taken());
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

    /** Code that is interrupted may fail in its own words. */
    private Throwable told(Throwable thrown, @Nullable Interrupted interrupt) {
        return interrupt != null && (insisted || threads.isInterruption(thrown)) ? interrupt : thrown;
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
            insisted = asked != null;
            UserThreads.Running hit = current == null ? null : running;
            Interrupted error = new Interrupted("The cell was interrupted", hit == null ? NOWHERE : whereIs(hit));
            asked = error;
            // A greenlet that has not begun takes no notice; it finds the interrupt when it takes its job.
            if (hit != null && insisted) {
                hit.insist(error);
            } else if (hit != null) {
                hit.deliver(error);
            }
            if (hit != null) {
                LATER.execute(() -> leaveBehind(hit));
            }
        } finally {
            lock.unlock();
        }
    }

    /** A thread that begins or ends a wait in this very moment shows nothing of its stack. */
    private static StackTraceElement[] whereIs(UserThreads.Running hit) {
        StackTraceElement[] stack = hit.stack();
        for (int look = 1; look < LOOKS && Arrays.stream(stack).noneMatch(Foreground::isUsers); look++) {
            LockSupport.parkNanos(LOOK_NANOS);
            stack = hit.stack();
        }
        return stack;
    }

    private static boolean isUsers(StackTraceElement frame) {
        return Names.isUsers(frame.getClassName());
    }

    /** What neither an interrupt nor a check reaches, as native code or the wait for a lock, ends when it comes back: the cell does now. */
    private void leaveBehind(UserThreads.Running hit) {
        lock.lock();
        try {
            if (current != null && hit.ignores(PATIENCE) && asked != null) {
                Interrupted error = new Interrupted(
                        "The cell was interrupted; this call cannot be, and the code behind it ends when it returns",
                        asked.getStackTrace());
                hit.insist(error);
                current.done.complete(new Result(null, error));
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isOn(UserThreads others) {
        return threads == others;
    }

    /** The greenlet on which the cell runs now, if any. Any thread. */
    Optional<UserThreads.Running> running() {
        lock.lock();
        try {
            return Optional.ofNullable(running);
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@code task} is this cell's own greenlet. Any thread. */
    boolean isTask(Tasks.Task task) {
        return running().filter(each -> each.isTask(task)).isPresent();
    }

    Cell cell() {
        return cell;
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
