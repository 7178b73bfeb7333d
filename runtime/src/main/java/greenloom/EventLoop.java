package greenloom;

import greenloom.internal.Scheduler;
import greenloom.internal.Seconds;
import greenloom.internal.Sneaky;
import greenloom.internal.Strand;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs greenlets, one at a time, on a thread of its own. {@code asyncio}'s event loop, {@code gevent}'s hub.
 *
 * <p>A plain program uses {@link #run}, which ends with its body; a program with a life of its own, such as a notebook kernel or a server, opens
 * a loop and closes it. The methods may be called by any thread unless they say otherwise.
 */
public final class EventLoop implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final AtomicLong names = new AtomicLong();
    private final Leftovers leftovers = new Leftovers(this);
    private final Scheduler scheduler;
    private final Instruments instruments = new Instruments(this::forgetInstruments);

    /** Any thread. */
    private volatile BiConsumer<? super Greenlet<?>, ? super Throwable> exceptionHandler = EventLoop::tell;

    /** Any thread. */
    private volatile BiConsumer<? super Greenlet<?>, ? super Held> heldHandler = Held::tell;

    private EventLoop(Options options) {
        scheduler = options.scheduler(this);
    }

    /** How a loop is made; each method answers a changed copy. */
    public static Options options() {
        return Options.DEFAULT;
    }

    /**
     * How a loop is made.
     *
     * @param name the name of its thread
     * @param seed draws the order in which ready greenlets run; null for first come, first served
     * @param clock where its time comes from; null for the machine's clock
     * @param engine how it waits for sockets and wake-ups: {@code "fast"} or {@code "portable"}
     * @param patience for how many seconds one greenlet may keep the others from running before it is told; 0 for ever
     */
    public record Options(String name, @Nullable Long seed, @Nullable VirtualClock clock, String engine,
            double patience) {
        private static final Options DEFAULT = new Options("greenloom", null, null,
                System.getProperty("greenloom.engine", "fast"), 0.1);

        /** Names the loop's thread. */
        public Options name(String newName) {
            return new Options(newName, seed, clock, engine, patience);
        }

        /** Draws the order in which ready greenlets run from a seed: the same seed gives the same order. */
        public Options seed(long newSeed) {
            return new Options(name, newSeed, clock, engine, patience);
        }

        /** Runs on a clock that jumps from one due time to the next: sleeps and timeouts take no time. */
        public Options clock(VirtualClock newClock) {
            return new Options(name, seed, newClock, engine, patience);
        }

        /** Chooses the engine: {@code "fast"} (the default, unless the system property {@code greenloom.engine} says otherwise) or {@code "portable"}. */
        public Options engine(String newEngine) {
            return new Options(name, seed, clock, newEngine, patience);
        }

        /** Tells of a greenlet that keeps others from running for longer than that; 0 for never. Its default is a tenth of a second. */
        public Options patience(double seconds) {
            return new Options(name, seed, clock, engine, seconds);
        }

        Scheduler scheduler(EventLoop loop) {
            var settings = new Scheduler.Settings(name, VirtualClock.sourceOf(clock), seed, engine,
                    Seconds.toNanos(patience));
            return new Scheduler(loop, settings, loop::held);
        }
    }

    /**
     * Opens a loop that runs until it is closed.
     *
     * @param options how it is made
     * @return the running loop
     * @throws IllegalStateException if the JVM was not started with the option that Greenloom needs; the message names it
     */
    public static EventLoop open(Options options) {
        EventLoop loop = new EventLoop(options);
        loop.scheduler.start();
        FlightRecorders.follow(loop);
        return loop;
    }

    /**
     * Runs {@code body} as the first greenlet of a new loop and waits for it. Greenlets that are left over are then killed and waited for. {@code
     * asyncio.run}.
     *
     * @param body what to run
     * @return the body's value; what it throws is thrown as it is
     * @throws IllegalStateException if called on a loop
     */
    public static <T extends @Nullable Object> T run(Callable<T> body) {
        return run(options(), body);
    }

    /**
     * Runs {@code body} as {@link #run(Callable)} does.
     *
     * @param body what to run
     */
    public static void run(Action body) {
        run(options(), body);
    }

    /**
     * Runs {@code body} as {@link #run(Callable)} does, on a loop made with {@code options}.
     *
     * @param options how the loop is made
     * @param body what to run
     */
    public static void run(Options options, Action body) {
        run(options, Async.callable(body));
    }

    /**
     * Runs {@code body} as {@link #run(Callable)} does, on a loop made with {@code options}.
     *
     * @param options how the loop is made
     * @param body what to run
     * @return the body's value
     */
    public static <T extends @Nullable Object> T run(Options options, Callable<T> body) {
        if (Strand.current() != null) {
            throw new IllegalStateException(
                    "EventLoop.run(...) cannot be called from a running event loop: call the body, or spawn it");
        }
        try (EventLoop loop = open(options)) {
            Greenlet<T> main = new Greenlet<>(loop, "main", body);
            // This thread gets the failure, even if the greenlet fails before the thread has begun to wait.
            main.promise().onReady(() -> {});
            main.start();
            return main.get();
        }
    }

    /**
     * The loop that the current thread runs on.
     *
     * @throws IllegalStateException if it runs on none
     */
    public static EventLoop current() {
        EventLoop loop = currentOrNull();
        if (loop == null) {
            throw new IllegalStateException(
                    "There is no running event loop here: call this inside EventLoop.run(...), or use the loop's own methods");
        }
        return loop;
    }

    static @Nullable EventLoop currentOrNull() {
        Strand strand = Strand.current();
        return strand == null ? null : (EventLoop) strand.scheduler().owner();
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Leftovers leftovers() {
        return leftovers;
    }

    boolean isOpen() {
        return !scheduler.isStopped();
    }

    String nextName() {
        return "Greenlet-" + names.incrementAndGet();
    }

    /**
     * Starts a greenlet on this loop. Any thread.
     *
     * @param name its name
     * @param body what it runs
     * @return the greenlet
     */
    public <T extends @Nullable Object> Greenlet<T> spawn(String name, Callable<T> body) {
        ensureOpen();
        Greenlet<T> greenlet = new Greenlet<>(this, name, Objects.requireNonNull(body, "body"));
        greenlet.start();
        return greenlet;
    }

    /**
     * Starts a greenlet without a value on this loop. Any thread.
     *
     * @param name its name
     * @param body what it runs
     * @return the greenlet
     */
    public Greenlet<@Nullable Void> spawn(String name, Action body) {
        return spawn(name, Async.callable(body));
    }

    /** The loop's time in seconds, from an origin of its own. {@code loop.time()}. */
    public double time() {
        return scheduler.nanos() / NANOS_PER_SECOND;
    }

    /** Whether its time is a {@link VirtualClock}'s. */
    public boolean isVirtual() {
        return scheduler.time().isVirtual();
    }

    /**
     * Has {@code handler} told of each greenlet that fails while nobody waits for it, in place of the standard error stream. {@code
     * loop.set_exception_handler}.
     *
     * @param handler called on the failed greenlet itself, with it and its exception; must not throw
     */
    public void setExceptionHandler(BiConsumer<? super Greenlet<?>, ? super Throwable> handler) {
        exceptionHandler = Objects.requireNonNull(handler, "handler");
    }

    void uncaught(Greenlet<?> greenlet, Throwable exception) {
        try {
            exceptionHandler.accept(greenlet, exception);
        } catch (Throwable e) {
            e.addSuppressed(exception);
            UncaughtErrors.report("The loop's exception handler failed for " + greenlet, e);
        }
    }

    private void forgetInstruments() {
        scheduler.setProbe(null);
    }

    private void held(Strand strand, long nanos, StackTraceElement[] stack) {
        heldHandler.accept((Greenlet<?>) strand.owner(), new Held(nanos / NANOS_PER_SECOND, List.of(stack)));
    }

    /**
     * How a greenlet kept others from running.
     *
     * @param seconds for how long already
     * @param stack where it is
     */
    public record Held(double seconds, List<StackTraceElement> stack) {
        private static void tell(Greenlet<?> greenlet, Held held) {
            Throwable where = new Throwable("it is here");
            where.setStackTrace(held.stack.toArray(StackTraceElement[]::new));
            UncaughtErrors.report(
                    "Greenlet \"%s\" has held the event loop for %.2f s while others could run: let it wait with sleep(...) or run it with toThread(...)"
                            .formatted(greenlet.name(), held.seconds),
                    where);
        }
    }

    /**
     * Has {@code handler} told of each greenlet that keeps others from running for longer than the loop's {@linkplain Options#patience patience},
     * once for each place in the code, in place of the standard error stream. {@code gevent}'s monitor thread, {@code loop.slow_callback_duration}.
     *
     * @param handler called on a thread of its own while the greenlet still runs; must not throw
     */
    public void setHeldHandler(BiConsumer<? super Greenlet<?>, ? super Held> handler) {
        heldHandler = Objects.requireNonNull(handler, "handler");
    }

    /**
     * Looks on for a while and tells who lets nobody else run. Not from the loop itself.
     *
     * @param seconds for how long to look
     * @return the greenlet that held the loop all that time and that nothing has been thrown at; null if there is none
     * @throws InterruptedException if the calling thread is interrupted
     */
    public @Nullable Greenlet<?> holder(double seconds) throws InterruptedException {
        Strand strand = scheduler.holder(Seconds.toNanos(seconds));
        return strand == null || strand.deliveries().isPending() ? null : (Greenlet<?>) strand.owner();
    }

    private static void tell(Greenlet<?> greenlet, Throwable exception) {
        UncaughtErrors.report("Greenlet \"" + greenlet.name() + "\" failed and nobody waits for it", exception);
    }

    /**
     * Has {@code instrument} told of what this loop does from now on.
     *
     * @param instrument what to tell
     */
    public void addInstrument(Instrument instrument) {
        instruments.add(instrument);
        scheduler.setProbe(instruments);
    }

    /**
     * Tells {@code instrument} no more; does nothing if it was not told.
     *
     * @param instrument what was told
     */
    public void removeInstrument(Instrument instrument) {
        instruments.remove(instrument);
    }

    private void ensureOpen() {
        if (scheduler.isStopped()) {
            throw new IllegalStateException("The event loop " + scheduler + " is closed: open a new one");
        }
    }

    /**
     * Ends the loop: its greenlets are killed and waited for, then its thread ends. Not from the loop itself.
     *
     * @throws IllegalStateException if called on this loop
     */
    @Override
    public void close() {
        if (scheduler.isStopped()) {
            return;
        }
        if (scheduler.isCurrent()) {
            throw new IllegalStateException("A greenlet cannot close the loop that it runs on: return from it instead");
        }
        spawn("closing", this::endAll).join();
        scheduler.stop();
        try {
            scheduler.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Sneaky.rethrow(e);
        }
    }

    private void endAll() {
        killAll();
        leftovers.closeAll();
        killAll();
        scheduler.closeEngine();
    }

    private void killAll() {
        for (List<Greenlet<?>> left = others(); !left.isEmpty(); left = others()) {
            left.forEach(greenlet -> greenlet.throwInto(new GreenletExit("the event loop ends")));
            left.forEach(Greenlet::join);
        }
    }

    private List<Greenlet<?>> others() {
        Strand self = Strand.self();
        return scheduler.live().snapshot().stream()
                .filter(strand -> strand != self)
                .<Greenlet<?>>map(strand -> (Greenlet<?>) strand.owner())
                .toList();
    }

    @Override
    public String toString() {
        return "<EventLoop \"" + scheduler + "\" "
                + (scheduler.isStopped() ? "closed" : "running, " + scheduler.live().size() + " greenlets") + ">";
    }
}
