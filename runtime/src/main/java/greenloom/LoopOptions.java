package greenloom;

import greenloom.internal.Scheduler;
import greenloom.internal.Seconds;
import greenloom.internal.Strand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a loop is made.
 *
 * @param name the name of its thread
 * @param seed draws the order in which ready greenlets run; null for first come, first served
 * @param clock where its time comes from; null for the machine's clock
 * @param engine how it waits for sockets and wake-ups: {@code "fast"} or {@code "portable"}
 * @param patience for how many seconds one greenlet may keep the others from running before it is told; 0 for ever
 * @param eager whether greenlets run up to their first wait before their spawner goes on
 * @param exactSites whether to look, at every spawn, where in the program it happens
 * @param keepAlive whether it waits for ever where nothing can wake anybody any more; null leaves that to how it is run
 * @param cpuTimes whether to measure for how long each greenlet has the loop's thread
 */
public record LoopOptions(String name, @Nullable Long seed, @Nullable VirtualClock clock, String engine,
        double patience, boolean eager, boolean exactSites, @Nullable Boolean keepAlive, boolean cpuTimes) {
    static final LoopOptions DEFAULT = new LoopOptions("greenloom", null, null,
            System.getProperty("greenloom.engine", "fast"), 0.1, false, false, null, false);

    /** Names the loop's thread. */
    public LoopOptions name(String newName) {
        return new LoopOptions(newName, seed, clock, engine, patience, eager, exactSites, keepAlive, cpuTimes);
    }

    /** Draws the order in which ready greenlets run from a seed: the same seed gives the same order. */
    public LoopOptions seed(long newSeed) {
        return new LoopOptions(name, newSeed, clock, engine, patience, eager, exactSites, keepAlive, cpuTimes);
    }

    /** Runs on a clock that jumps from one due time to the next: sleeps and timeouts take no time. */
    public LoopOptions clock(VirtualClock newClock) {
        return new LoopOptions(name, seed, newClock, engine, patience, eager, exactSites, keepAlive, cpuTimes);
    }

    /** Chooses the engine: {@code "fast"} (the default, unless the system property {@code greenloom.engine} says otherwise) or {@code "portable"}. */
    public LoopOptions engine(String newEngine) {
        return new LoopOptions(name, seed, clock, newEngine, patience, eager, exactSites, keepAlive, cpuTimes);
    }

    /** Tells of a greenlet that keeps others from running for longer than that; 0 for never. Its default is a tenth of a second. */
    public LoopOptions patience(double seconds) {
        return new LoopOptions(name, seed, clock, engine, seconds, eager, exactSites, keepAlive, cpuTimes);
    }

    /** Has greenlets run up to their first wait before their spawner goes on. {@code asyncio.eager_task_factory}. */
    public LoopOptions eager(boolean newEager) {
        return new LoopOptions(name, seed, clock, engine, patience, newEager, exactSites, keepAlive, cpuTimes);
    }

    /** Looks at every spawn where in the program it happens: a few microseconds for a {@link Greenlet#spawnedAt} that is never wrong. */
    public LoopOptions exactSites(boolean newExactSites) {
        return new LoopOptions(name, seed, clock, engine, patience, eager, newExactSites, keepAlive, cpuTimes);
    }

    /**
     * Has the loop wait where nothing that it knows of can wake anybody any more, because something that it does not know of may: other threads, or
     * the next cell of a notebook. Otherwise one of those who wait gets a {@link DeadlockException}. Loops made by {@link EventLoop#open} are
     * kept alive, those of {@link EventLoop#run} are not, unless this says otherwise.
     */
    public LoopOptions keepAlive(boolean newKeepAlive) {
        return new LoopOptions(name, seed, clock, engine, patience, eager, exactSites, newKeepAlive, cpuTimes);
    }

    /** Measures for how long each greenlet has the loop's thread, which {@link Tasks} then shows: some 50 ns a turn. */
    public LoopOptions cpuTimes(boolean newCpuTimes) {
        return new LoopOptions(name, seed, clock, engine, patience, eager, exactSites, keepAlive, newCpuTimes);
    }

    Scheduler scheduler(EventLoop loop) {
        var settings = new Scheduler.Settings(name, VirtualClock.sourceOf(clock), seed, engine,
                Seconds.toNanos(patience), keepAlive == null || keepAlive, cpuTimes);
        return new Scheduler(loop, settings, new Scheduler.Listener() {
            @Override
            public void held(Strand strand, long nanos, StackTraceElement[] stack) {
                loop.held(strand, nanos, stack);
            }

            @Override
            public void deadlocked(List<Strand> stuck) {
                Deadlock.tell(stuck);
            }
        });
    }
}
