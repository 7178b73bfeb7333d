package greenloom.internal;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one way in which pools of threads are made here. */
public final class Threads {
    private static final long IDLE_SECONDS = 10;

    private Threads() {}

    /**
     * A pool of daemon threads that are made when they are needed and end after ten seconds with nothing to do.
     *
     * @param prefix the beginning of their names; their numbers follow
     * @param size how many there are at most; what comes while all are busy waits
     */
    public static ThreadPoolExecutor pool(String prefix, int size) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(size, size, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), Thread.ofPlatform().name(prefix, 1).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** How many Python's executor has if nobody says otherwise: four more than the machine has processors, at most 32. */
    public static int usualSize() {
        return Math.min(32, Runtime.getRuntime().availableProcessors() + 4);
    }
}
