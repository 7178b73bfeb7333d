package greenloom;

import greenloom.internal.Context;
import greenloom.internal.Scheduler;
import greenloom.internal.Sneaky;
import greenloom.internal.Strand;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Between what is awaited on a loop and the futures of the rest of the world. */
final class Futures {
    private Futures() {}

    static <T extends @Nullable Object> AsyncResult<T> wrap(CompletionStage<T> stage) {
        AsyncResult<T> result = AsyncResult.fromOutside(() -> {
            if (stage instanceof Future<?> future) {
                future.cancel(true);
            }
        });
        stage.whenComplete((value, exception) -> result.promise()
                .complete(exception == null ? new Outcome.Done<>(value) : failed(exception)));
        return result;
    }

    /** For a future that tells nobody when it is done: a virtual thread of the caller's loop waits for it. */
    static <T extends @Nullable Object> AsyncResult<T> wrapBlocking(Future<T> future) {
        AsyncResult<T> result = AsyncResult.fromOutside(() -> future.cancel(true));
        Thread.ofVirtual().name("wrapFuture").start(() -> {
            try {
                result.promise().complete(new Outcome.Done<>(future.get()));
            } catch (Throwable e) {
                result.promise().complete(failed(e));
            }
        });
        return result;
    }

    @SuppressWarnings("unchecked") // Who asks has looked.
    static <T extends @Nullable Object> CompletionStage<T> asStage(Future<T> future) {
        return (CompletionStage<T>) future;
    }

    private static <T extends @Nullable Object> Outcome<T> failed(Throwable exception) {
        Throwable bare = unwrap(exception);
        return new Outcome.Failed<>(
                bare instanceof CancellationException ? new CancelledException("its future", bare.toString()) : bare);
    }

    private static Throwable unwrap(Throwable exception) {
        Throwable cause = exception.getCause();
        boolean wrapper = exception instanceof CompletionException || exception instanceof ExecutionException;
        return wrapper && cause != null ? cause : exception;
    }

    /** Waits for a future of any kind. */
    static <T extends @Nullable Object> T get(Future<T> future) {
        return switch (future) {
            case Greenlet<T> greenlet -> Async.await(greenlet);
            case CompletionStage<?> _ -> Async.await(asStage(future));
            default -> getBlocking(future);
        };
    }

    private static <T extends @Nullable Object> T getBlocking(Future<T> future) {
        Strand self = Strand.self();
        Scheduler scheduler = self == null ? null : self.scheduler();
        if (scheduler != null) {
            scheduler.beginOutside();
        }
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw Sneaky.rethrow(unwrap(e));
        } catch (CancellationException e) {
            throw new CancelledException("its future", e.toString());
        } catch (InterruptedException e) {
            Throwable delivered = self == null ? e : self.deliveries().translate(e);
            if (Cancels.passOn(delivered)) {
                future.cancel(true);
            }
            throw Sneaky.rethrow(delivered);
        } finally {
            if (scheduler != null) {
                scheduler.endOutside();
            }
        }
    }

    /** Runs {@code work} elsewhere. The current loop, if any, counts it as something that may yet wake somebody. */
    static <T extends @Nullable Object> AsyncResult<T> run(Executor executor, Callable<T> work) {
        EventLoop loop = EventLoop.currentOrNull();
        Scheduler scheduler = loop == null ? null : loop.scheduler();
        Context context = Context.capture();
        Offloaded<T> task = new Offloaded<>(() -> context.call(work), scheduler);
        if (scheduler != null) {
            scheduler.beginOutside();
        }
        try {
            executor.execute(task);
        } catch (RuntimeException e) {
            task.cancel(false);
            throw e;
        }
        return task.result;
    }

    private static final class Offloaded<T extends @Nullable Object> extends FutureTask<T> {
        private final AsyncResult<T> result = new AsyncResult<T>().onCancel(() -> cancel(true));
        private final @Nullable Scheduler scheduler;
        private final AtomicBoolean over = new AtomicBoolean();

        Offloaded(Callable<T> work, @Nullable Scheduler scheduler) {
            super(work);
            this.scheduler = scheduler;
        }

        @Override
        protected void done() {
            result.promise().complete(outcome());
            if (scheduler != null && over.compareAndSet(false, true)) {
                scheduler.endOutside();
            }
        }

        private Outcome<T> outcome() {
            try {
                return new Outcome.Done<>(get());
            } catch (Exception e) {
                return failed(e);
            }
        }

        @Override
        public String toString() {
            return "work outside the loop";
        }
    }

    /** A future that completes with {@code awaitable}. */
    static <T extends @Nullable Object> CompletableFuture<T> unwrap(Awaitable<T> awaitable) {
        CompletableFuture<T> future = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                switch (awaitable) {
                    case Greenlet<T> greenlet -> greenlet.cancel("the future made of it was cancelled");
                    case AsyncResult<T> result -> result.cancel();
                }
                return super.cancel(mayInterruptIfRunning);
            }
        };
        Promise<T> promise = Promise.of(awaitable);
        promise.onReady(() -> {
            switch (promise.hear()) {
                case Outcome.Done<T>(Object exit) when exit instanceof GreenletExit -> future.cancel(false);
                case Outcome.Done<T>(T value) -> future.complete(value);
                case Outcome.Failed<T>(CancelledException _) -> future.cancel(false);
                case Outcome.Failed<T>(Throwable exception) -> future.completeExceptionally(exception);
                case null -> throw new IllegalStateException(awaitable + " is not ready");
            }
        });
        return future;
    }
}
