package greenloom;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one loop for {@link Async#toThread}: as many as asyncio's default executor has, made when they are first needed. */
final class Workers implements Executor {
    private static final int MOST = 32;
    private static final long IDLE_SECONDS = 10;
    private static final long CLOSING_SECONDS = 300;

    private final AtomicInteger names = new AtomicInteger();
    private final ThreadPoolExecutor pool;

    Workers(String loop) {
        int size = Math.min(MOST, Runtime.getRuntime().availableProcessors() + 4);
        pool = new ThreadPoolExecutor(size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> Thread.ofPlatform().name(loop + "-worker-" + names.incrementAndGet()).daemon().unstarted(task));
        pool.allowCoreThreadTimeOut(true);
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
