package greenloom;

import greenloom.internal.Machinery;
import greenloom.internal.Seconds;
import greenloom.internal.Strand;
import greenloom.internal.Waiter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The entry points, for {@code import static greenloom.Async.*}: what {@code gevent} and {@code asyncio} have as functions of their modules. */
@Machinery
public final class Async extends Combining {
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
        EventLoop loop = EventLoop.current();
        return loop.spawn(loop.nextName(), body);
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

    /**
     * Starts a greenlet whose body begins in {@code seconds}; killed before that, it never runs. {@code gevent.spawn_later}.
     *
     * @param seconds how long from now
     * @param body what it runs
     * @return the greenlet
     */
    public static <T extends @Nullable Object> Greenlet<T> spawnLater(double seconds, Callable<T> body) {
        Objects.requireNonNull(body, "A greenlet needs a body: spawnLater(1, () -> { ... })");
        Greenlet<T> greenlet = new Greenlet<>(EventLoop.current(), null, body, body);
        greenlet.startLater(seconds);
        return greenlet;
    }

    /**
     * Starts a greenlet without a value later; see {@link #spawnLater(double, Callable)}.
     *
     * @param seconds how long from now
     * @param body what it runs
     * @return the greenlet
     */
    public static Greenlet<@Nullable Void> spawnLater(double seconds, Action body) {
        Objects.requireNonNull(body, "A greenlet needs a body: spawnLater(1, () -> { ... })");
        Greenlet<@Nullable Void> greenlet = new Greenlet<>(EventLoop.current(), null, body, body);
        greenlet.startLater(seconds);
        return greenlet;
    }

    /**
     * Starts a greenlet later; see {@link #spawnLater(double, Callable)}.
     *
     * @param delay how long from now
     * @param body what it runs
     * @return the greenlet
     */
    public static <T extends @Nullable Object> Greenlet<T> spawnLater(Duration delay, Callable<T> body) {
        return spawnLater(Seconds.of(delay), body);
    }

    /**
     * Starts a greenlet without a value later; see {@link #spawnLater(double, Callable)}.
     *
     * @param delay how long from now
     * @param body what it runs
     * @return the greenlet
     */
    public static Greenlet<@Nullable Void> spawnLater(Duration delay, Action body) {
        return spawnLater(Seconds.of(delay), body);
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
            Waiter.alone(new Nap(seconds)).await(nanos);
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
     * <p>As in asyncio, who awaits takes what it awaits along: if this wait is cancelled or timed out, the awaited greenlet is cancelled, or the work
     * behind a result of {@link #toThread} or {@link #wrapFuture}; {@link #shield} prevents that, and {@link Greenlet#get()} never does it. A kill or
     * an interrupt of the one who awaits leaves the awaited alone.
     *
     * @param awaitable what to wait for
     * @return its value; its exception is thrown as it is
     */
    public static <T extends @Nullable Object> T await(Awaitable<T> awaitable) {
        Cancels.awaitOrCancel(awaitable);
        return awaitable.get();
    }

    /**
     * Waits for a greenlet, and takes it along if this wait is cancelled; see {@link #await(Awaitable)}.
     *
     * @param greenlet what to wait for
     * @return its value; its exception is thrown as it is
     */
    public static <T extends @Nullable Object> T await(Greenlet<T> greenlet) {
        return await((Awaitable<T>) greenlet);
    }

    /**
     * Waits for a stage of the JDK's; its exception is thrown unwrapped.
     *
     * @param stage what to wait for
     * @return its value
     */
    public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        return await(Futures.wrap(stage));
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
        return Futures.get(future);
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
