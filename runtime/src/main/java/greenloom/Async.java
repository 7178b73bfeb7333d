package greenloom;

import greenloom.internal.Seconds;
import greenloom.internal.Sneaky;
import greenloom.internal.Strand;
import greenloom.internal.Waiter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The entry points, for {@code import static greenloom.Async.*}: what {@code gevent} and {@code asyncio} have as functions of their modules. */
public final class Async {
    private Async() {}

    /**
     * Starts a greenlet on the current loop; it runs when the current one waits. {@code gevent.spawn}, {@code asyncio.create_task}.
     *
     * @param body what it runs
     * @return the greenlet
     * @throws IllegalStateException if there is no running loop
     */
    public static <T extends @Nullable Object> Greenlet<T> spawn(Callable<T> body) {
        EventLoop loop = EventLoop.current();
        return loop.spawn(loop.nextName(), body);
    }

    /**
     * Starts a greenlet without a value; see {@link #spawn(Callable)}.
     *
     * @param body what it runs
     * @return the greenlet
     */
    public static Greenlet<@Nullable Void> spawn(Action body) {
        return spawn(callable(body));
    }

    /**
     * Starts a greenlet with a name; see {@link #spawn(Callable)}.
     *
     * @param name its name
     * @param body what it runs
     * @return the greenlet
     */
    public static <T extends @Nullable Object> Greenlet<T> spawn(String name, Callable<T> body) {
        return EventLoop.current().spawn(name, body);
    }

    /**
     * Starts a greenlet with a name and without a value; see {@link #spawn(Callable)}.
     *
     * @param name its name
     * @param body what it runs
     * @return the greenlet
     */
    public static Greenlet<@Nullable Void> spawn(String name, Action body) {
        return EventLoop.current().spawn(name, body);
    }

    static Callable<@Nullable Void> callable(Action body) {
        return () -> {
            body.run();
            return null;
        };
    }

    /**
     * The greenlet on whose behalf this code runs. {@code gevent.getcurrent}, {@code asyncio.current_task}.
     *
     * @throws IllegalStateException if it runs on no loop
     */
    public static Greenlet<?> current() {
        Strand strand = Strand.current();
        if (strand == null) {
            throw new IllegalStateException(
                    "This code runs in no greenlet: call it inside spawn(...) or EventLoop.run(...)");
        }
        return (Greenlet<?>) strand.owner();
    }

    /**
     * Lets others run for {@code seconds} at least; zero is one turn of the loop. Outside a loop the thread sleeps. {@code gevent.sleep}.
     *
     * @param seconds how long
     */
    public static void sleep(double seconds) {
        long nanos = Seconds.toNanos(seconds);
        if (nanos <= 0) {
            yieldNow();
        } else {
            Waiter.alone("sleep(" + seconds + ")").await(nanos);
        }
    }

    /**
     * Lets others run for a time; see {@link #sleep(double)}.
     *
     * @param time how long
     */
    public static void sleep(Duration time) {
        sleep(Seconds.of(time));
    }

    /** Lets every greenlet that is ready run once before this one goes on. {@code gevent.sleep(0)}, {@code asyncio.sleep(0)}. */
    @SuppressWarnings("ThreadPriorityCheck") // The scheduler relied on is our own.
    public static void yieldNow() {
        Strand self = Strand.self();
        if (self != null) {
            self.deliveries().throwPending();
        }
        Thread.yield();
        if (self != null) {
            self.deliveries().throwPending();
        }
    }

    /**
     * Waits for a greenlet or an asynchronous result. {@code await x}.
     *
     * @param awaitable what to wait for
     * @return its value; its exception is thrown as it is
     */
    public static <T extends @Nullable Object> T await(Awaitable<T> awaitable) {
        return awaitable.get();
    }

    /**
     * Waits for a greenlet.
     *
     * @param greenlet what to wait for
     * @return its value; its exception is thrown as it is
     */
    public static <T extends @Nullable Object> T await(Greenlet<T> greenlet) {
        return greenlet.get();
    }

    /**
     * Waits for a stage of the JDK's; its exception is thrown unwrapped.
     *
     * @param stage what to wait for
     * @return its value
     */
    public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        AsyncResult<T> result = new AsyncResult<>();
        stage.whenComplete((value, exception) -> {
            if (exception == null) {
                result.set(value);
            } else {
                result.setException(unwrap(exception));
            }
        });
        return result.get();
    }

    /**
     * Waits for a future of the JDK's that is also a stage; its exception is thrown unwrapped.
     *
     * @param future what to wait for
     * @return its value
     */
    public static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        return await((CompletionStage<T>) future);
    }

    /**
     * Waits for a future of the JDK's, of an executor's task for example; its exception is thrown unwrapped.
     *
     * @param future what to wait for
     * @return its value
     */
    public static <T extends @Nullable Object> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw Sneaky.rethrow(unwrap(e));
        } catch (InterruptedException e) {
            throw Sneaky.rethrow(delivered(e));
        }
    }

    private static Throwable unwrap(Throwable exception) {
        Throwable cause = exception.getCause();
        boolean wrapper = exception instanceof CompletionException || exception instanceof ExecutionException;
        return wrapper && cause != null ? cause : exception;
    }

    private static Throwable delivered(InterruptedException interrupt) {
        Strand self = Strand.self();
        return self == null ? interrupt : self.deliveries().translate(interrupt);
    }

    /**
     * Waits for all; the first failure is thrown at once, and the others go on. If the wait itself is cancelled, all are. {@code asyncio.gather}.
     *
     * @param awaitables what to wait for
     * @return their values, in the order given
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T extends @Nullable Object> List<T> gather(Awaitable<? extends T>... awaitables) {
        return gather(Arrays.asList(awaitables));
    }

    /**
     * Waits for all; see {@link #gather(Awaitable[])}.
     *
     * @param awaitables what to wait for
     * @return their values, in the order given
     */
    public static <T extends @Nullable Object> List<T> gather(Collection<? extends Awaitable<? extends T>> awaitables) {
        return Gathering.gather(List.copyOf(awaitables));
    }

    /**
     * Waits until all have ended, however they end. {@code gevent.joinall}.
     *
     * @param greenlets what to wait for
     */
    public static void joinAll(Greenlet<?>... greenlets) {
        for (Greenlet<?> greenlet : greenlets) {
            greenlet.join();
        }
    }

    /**
     * Waits until all have ended, at most {@code seconds}.
     *
     * @param seconds the longest wait
     * @param greenlets what to wait for
     * @return those that have ended
     */
    public static <G extends Greenlet<?>> List<G> joinAll(double seconds, Collection<G> greenlets) {
        EventLoop loop = EventLoop.currentOrNull();
        LongSupplier clock = loop == null ? System::nanoTime : loop.scheduler()::nanos;
        long start = clock.getAsLong();
        for (G greenlet : greenlets) {
            greenlet.promise().await(Seconds.toNanos(seconds) - (clock.getAsLong() - start));
        }
        return greenlets.stream().filter(Greenlet::ready).toList();
    }

    /**
     * Runs {@code body} and throws {@link Timeout} if it is not over within {@code seconds}; reaches through blocking JDK calls. {@code
     * gevent.with_timeout}, {@code asyncio.wait_for}.
     *
     * @param seconds how long it may take
     * @param body what to run, in this greenlet
     * @return the body's value
     */
    public static <T extends @Nullable Object> T withTimeout(double seconds, Callable<T> body) {
        return new Timeout(seconds).guard(body);
    }

    /**
     * Runs {@code body} with a limit; see {@link #withTimeout(double, Callable)}.
     *
     * @param seconds how long it may take
     * @param body what to run, in this greenlet
     */
    public static void withTimeout(double seconds, Action body) {
        withTimeout(seconds, callable(body));
    }

    /**
     * Runs {@code body} with a limit; see {@link #withTimeout(double, Callable)}.
     *
     * @param limit how long it may take
     * @param body what to run, in this greenlet
     * @return the body's value
     */
    public static <T extends @Nullable Object> T withTimeout(Duration limit, Callable<T> body) {
        return withTimeout(Seconds.of(limit), body);
    }

    /**
     * Drives a generator whose yields are what it waits for: each is awaited here, and its value is sent in, or its exception thrown in. The style of
     * coroutines before {@code async def}, {@code @asyncio.coroutine} with {@code yield from}.
     *
     * @param coroutine yields greenlets, asynchronous results, stages and futures; null gives way to the others once
     * @return what its body returns
     */
    public static <R extends @Nullable Object> R await(Generator<?, ?, R> coroutine) {
        return Driver.drive(coroutine);
    }

    /**
     * Makes a generator from a body without a result; {@link Generator#returning} makes one with. Python's generator functions.
     *
     * @param body what it runs, yielding with the {@link Yielder} that it is given
     * @return the generator; nothing of the body runs before the first {@code next()}
     * @throws NullPointerException if the body is null
     */
    public static <Y extends @Nullable Object, S extends @Nullable Object> Generator<Y, S, @Nullable Void> generator(
            Generator.Body<Y, S> body) {
        return Generator.of("generator", body);
    }

    /**
     * Makes a generator with a name from a body without a result; see {@link #generator(Generator.Body)}.
     *
     * @param name its name, for people
     * @param body what it runs
     * @return the generator
     * @throws NullPointerException if the name or the body is null
     */
    public static <Y extends @Nullable Object, S extends @Nullable Object> Generator<Y, S, @Nullable Void> generator(
            String name, Generator.Body<Y, S> body) {
        return Generator.of(name, body);
    }
}
