package greenloom.internal.net;

import greenloom.Async;
import greenloom.internal.Threads;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs what the JDK cannot park on a carrier of ours (name look-ups, files, the end of processes) on threads of its own, while the greenlet
 * waits. A greenlet that is killed meanwhile goes on at once; the call ends for itself.
 */
public final class Offload {
    private static final int THREADS = 16;
    private static final Executor POOL = Threads.pool("greenloom-blocking-", THREADS);

    private Offload() {}

    /** Runs {@code blocking} elsewhere and waits for its value; what it throws is thrown as it is. */
    public static <T extends @Nullable Object> T call(Callable<T> blocking) {
        CompletableFuture<T> result = new CompletableFuture<>();
        POOL.execute(() -> {
            try {
                result.complete(blocking.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return Async.await(result);
    }
}
