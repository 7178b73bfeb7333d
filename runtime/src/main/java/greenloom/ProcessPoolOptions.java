package greenloom;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link ProcessPool} is made; {@link ProcessPool#options()} has the defaults.
 *
 * @param workers how many processes it has at most
 * @param initializer run by each worker before its first task, or null
 * @param maxTasksPerChild after so many tasks a worker is replaced by a fresh one; 0 for never
 * @param backlog so many tasks may wait for a worker, then whoever submits waits
 * @param restarts whether a worker that died is replaced, instead of breaking the pool
 * @param attempts how often a task that is marked idempotent is begun at most
 * @param killsOnCancel whether cancelling a task that runs kills its worker
 * @param jvmOptions more options for the workers' JVMs
 */
public record ProcessPoolOptions(int workers, ProcessPool.@Nullable Job initializer, int maxTasksPerChild, int backlog,
        boolean restarts, int attempts, boolean killsOnCancel, List<String> jvmOptions) {
    static final ProcessPoolOptions DEFAULT = new ProcessPoolOptions(Runtime.getRuntime().availableProcessors(), null,
            0, Integer.MAX_VALUE, false, 3, false, List.of());

    /** Checks them: {@link IllegalArgumentException} for what no pool can have. */
    public ProcessPoolOptions {
        ensureAtLeast(1, workers, "worker processes");
        ensureAtLeast(0, maxTasksPerChild, "tasks per child");
        ensureAtLeast(1, backlog, "places for tasks that wait");
        ensureAtLeast(1, attempts, "attempts");
        jvmOptions = List.copyOf(jvmOptions);
    }

    private static void ensureAtLeast(int least, int given, String what) {
        if (given < least) {
            throw new IllegalArgumentException(
                    "A process pool needs " + least + " or more " + what + ", not " + given);
        }
    }

    /** Has so many processes at most. {@code max_workers}. */
    public ProcessPoolOptions workers(int count) {
        return new ProcessPoolOptions(count, initializer, maxTasksPerChild, backlog, restarts, attempts, killsOnCancel,
                jvmOptions);
    }

    /** Has each worker run this first; if it fails, the pool is broken. {@code initializer}. */
    public ProcessPoolOptions initializer(ProcessPool.Job job) {
        return new ProcessPoolOptions(workers, job, maxTasksPerChild, backlog, restarts, attempts, killsOnCancel,
                jvmOptions);
    }

    /** Replaces each worker by a fresh one after so many tasks. {@code max_tasks_per_child}. */
    public ProcessPoolOptions maxTasksPerChild(int count) {
        return new ProcessPoolOptions(workers, initializer, count, backlog, restarts, attempts, killsOnCancel,
                jvmOptions);
    }

    /** Lets so many tasks wait for a worker; who submits one more waits until there is a place. */
    public ProcessPoolOptions backlog(int count) {
        return new ProcessPoolOptions(workers, initializer, maxTasksPerChild, count, restarts, attempts, killsOnCancel,
                jvmOptions);
    }

    /** Replaces a worker that died, and begins its task anew if that is marked as {@linkplain ProcessPool#idempotent idempotent}. */
    public ProcessPoolOptions restart() {
        return new ProcessPoolOptions(workers, initializer, maxTasksPerChild, backlog, true, attempts, killsOnCancel,
                jvmOptions);
    }

    /** Begins an idempotent task so often at most, 3 times if nothing is said. */
    public ProcessPoolOptions attempts(int count) {
        return new ProcessPoolOptions(workers, initializer, maxTasksPerChild, backlog, restarts, count, killsOnCancel,
                jvmOptions);
    }

    /** Lets a task be cancelled while it runs: its worker is killed and replaced. */
    public ProcessPoolOptions killOnCancel() {
        return new ProcessPoolOptions(workers, initializer, maxTasksPerChild, backlog, restarts, attempts, true,
                jvmOptions);
    }

    /** Gives each worker's objects so much memory at most: {@code "512m"}, {@code "4g"}; a quarter of the machine's if nothing is said. */
    public ProcessPoolOptions heap(String size) {
        return jvmOption("-Xmx" + size);
    }

    /** Starts the workers' JVMs with one more option. */
    public ProcessPoolOptions jvmOption(String option) {
        List<String> more = new ArrayList<>(jvmOptions);
        more.add(option);
        return new ProcessPoolOptions(workers, initializer, maxTasksPerChild, backlog, restarts, attempts,
                killsOnCancel,
                more);
    }
}
