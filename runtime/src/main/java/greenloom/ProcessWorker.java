package greenloom;

import greenloom.internal.Context;
import greenloom.internal.Daemons;
import greenloom.internal.Sneaky;
import greenloom.internal.process.PackedTask;
import greenloom.internal.process.WorkerProcess;
import greenloom.internal.process.WorkerProcess.Reply;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One worker of a process pool: the thread that gives tasks to a process, one after the other, and the process, which may be replaced by another. */
final class ProcessWorker {
    private final ProcessPool pool;
    private final ProcessPoolOptions options;
    private final ProcessQueue queue;
    private final AsyncResult<@Nullable Void> ended = AsyncResult.fromOutside(() -> {});

    /** Where the pool was made: what a worker prints between two tasks is shown there. */
    private final Context creator;

    /** Its thread writes, any reads. */
    private volatile @Nullable WorkerProcess process;

    /** Its thread writes, any reads. */
    private volatile @Nullable ProcessTask<?> current;

    /** Of the process; its thread only. */
    private int tasksDone;

    ProcessWorker(ProcessPool pool, ProcessPoolOptions options, ProcessQueue queue, Context creator) {
        this.pool = pool;
        this.options = options;
        this.queue = queue;
        this.creator = creator;
    }

    void start(String name) {
        Daemons.start(name, this::live);
    }

    /** The process' number; null while there is none. */
    @Nullable Long pid() {
        WorkerProcess running = process;
        return running == null ? null : running.pid();
    }

    /** Ends the process at once, and what it is doing. */
    void kill() {
        WorkerProcess running = process;
        if (running != null) {
            running.kill();
        }
    }

    /** Waits until there is neither thread nor process. */
    void join() {
        ended.get();
    }

    private void live() {
        try {
            for (ProcessTask<?> next = queue.take(); next != null; next = queue.take()) {
                ProcessTask<?> task = next;
                task.leave();
                task.stoppedBy(options.killsOnCancel() ? () -> stop(task) : null);
                if (task.begin()) {
                    begin(task);
                    attempt(task);
                    end(task);
                }
            }
        } finally {
            retire();
            pool.forget(this);
            ended.set(null);
        }
    }

    private synchronized void begin(ProcessTask<?> task) {
        current = task;
    }

    private synchronized void end(ProcessTask<?> task) {
        current = null;
        if (task.isCancelled()) {
            kill(); // in case that was done after it had told what came of the task
            process = null;
        }
    }

    /** Ends the process, if it is at that task still. Any thread. */
    private synchronized void stop(ProcessTask<?> task) {
        if (current == task) {
            kill();
        }
    }

    private void attempt(ProcessTask<?> task) {
        try {
            WorkerProcess worker = ready();
            PackedTask packed = task.packed();
            if (packed != null) { // or else it was cancelled meanwhile
                run(task, packed, worker);
            }
        } catch (IOException e) {
            mourn(task, e);
        } catch (InitializerFailure e) {
            fail(task, new BrokenProcessPoolException("The initializer failed in a worker of " + pool, e.getCause()));
        } catch (RuntimeException | Error e) {
            kill(); // nobody knows what it will say next
            process = null;
            task.fail(e);
        }
    }

    private void run(ProcessTask<?> task, PackedTask packed, WorkerProcess worker) throws IOException {
        Reply reply = worker.run(packed);
        if (reply.failure() == null) {
            task.succeed(reply.value());
        } else {
            task.fail(reply.failure());
        }
        if (++tasksDone == options.maxTasksPerChild() || reply.failure() instanceof OutOfMemoryError) {
            retire(); // out of memory, more may be broken in it than the task
        }
    }

    private static final class InitializerFailure extends Exception {
        InitializerFailure(Throwable cause) {
            super(cause);
        }
    }

    private WorkerProcess ready() throws IOException, InitializerFailure {
        WorkerProcess running = process;
        if (running != null && (running.isAlive() || !options.restarts())) {
            return running;
        }
        WorkerProcess fresh = WorkerProcess.start(options.jvmOptions(), this::print);
        tasksDone = 0;
        process = fresh;
        fresh.onExit(() -> missed(fresh));
        if (queue.broken() != null) {
            fresh.kill(); // while it was being started, so that nobody else has
        }
        PackedTask initializer = pool.initializer();
        Reply reply = initializer == null ? new Reply(null, null) : fresh.run(initializer);
        if (reply.failure() != null) {
            throw new InitializerFailure(reply.failure());
        }
        return fresh;
    }

    /** A process has ended. If that was while it had nothing to do, nobody else takes notice. */
    private void missed(WorkerProcess dead) {
        if (process == dead && current == null && !options.restarts()) {
            pool.breakUp(new BrokenProcessPoolException(
                    "Worker process " + dead.pid() + " of " + pool + " " + dead.obituary() + " while it was idle",
                    null));
        }
    }

    private void mourn(ProcessTask<?> task, IOException how) {
        WorkerProcess dead = process;
        process = null;
        if (task.isCancelled()) {
            return; // that was how
        }
        String what = dead == null ? "No worker process could be started for " + pool
                : "Worker process " + dead.pid() + " of " + pool + " " + dead.obituary() + " while it was at a task";
        if (!options.restarts() || dead == null) {
            fail(task, new BrokenProcessPoolException(what, how));
        } else if (task.mayBeTriedAgain(options.attempts()) && task.beginAnew()) {
            queue.putBack(task);
        } else {
            task.fail(new BrokenProcessPoolException(what, how));
        }
    }

    private void fail(ProcessTask<?> task, BrokenProcessPoolException why) {
        pool.breakUp(why);
        task.fail(Objects.requireNonNullElse(queue.broken(), why).again());
    }

    /** Lets the process end; the next task gets another one. */
    private void retire() {
        WorkerProcess old = process;
        process = null;
        if (old != null) {
            old.end();
        }
    }

    /** Shows what was printed at the task's submitter. */
    private void print(boolean asError, byte[] bytes) {
        ProcessTask<?> task = current;
        PrintStream stream = asError ? System.err : System.out;
        try {
            (task == null ? creator : task.context()).call(() -> {
                stream.write(bytes);
                stream.flush();
                return true;
            });
        } catch (Exception e) {
            throw Sneaky.rethrow(e);
        }
    }
}
