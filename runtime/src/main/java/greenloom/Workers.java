package greenloom;

import greenloom.internal.Threads;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of one loop for {@link Async#toThread}: as many as asyncio's default executor has, made when they are first needed. */
final class Workers implements Executor {
    private static final long CLOSING_SECONDS = 300;

    private final ThreadPoolExecutor pool;

    Workers(String loop) {
        pool = Threads.pool(loop + "-worker-", Threads.usualSize());
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Takes nothing more and waits until all is done, as asyncio does, for five minutes at most. */
    void close() throws InterruptedException {
        pool.shutdown();
        pool.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    }
}
