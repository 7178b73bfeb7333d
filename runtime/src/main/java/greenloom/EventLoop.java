package greenloom;

import greenloom.internal.Host;
import greenloom.internal.Machinery;
import greenloom.internal.Scheduler;
import greenloom.internal.Seconds;
import greenloom.internal.Sneaky;
import greenloom.internal.Strand;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs greenlets, one at a time, on a thread of its own. {@code asyncio}'s event loop, {@code gevent}'s hub.
 *
 * <p>A plain program uses {@link #run}, which ends with its body; a program with a life of its own, such as a notebook kernel or a server, opens
 * a loop and closes it. The methods may be called by any thread unless they say otherwise.
 */
@Machinery
public final class EventLoop implements AutoCloseable {
    private final AtomicLong names = new AtomicLong();
    private final Leftovers leftovers = new Leftovers(this);
    private final LoopOptions options;
    private final Scheduler scheduler;
    private final Failures failures;
    private final AtomicReference<@Nullable Workers> workers = new AtomicReference<>();
    private final Queue<Runnable> atClose = new ConcurrentLinkedQueue<>();
    private final Instruments instruments = new Instruments(this::forgetInstruments);

    /** Any thread. */
    private volatile BiConsumer<? super Greenlet<?>, ? super Held> heldHandler = Held::tell;

    private EventLoop(LoopOptions options) {
        this.options = options;
        scheduler = options.scheduler(this);
        failures = new Failures(scheduler);
    }

    /** How a loop is made; each method answers a changed copy. */
    public static LoopOptions options() {
        return LoopOptions.DEFAULT;
    }

    /**
     * Opens a loop that runs until it is closed.
     *
     * @param options how it is made
     * @return the running loop
     * @throws IllegalStateException if the JVM was not started with the option that Greenloom needs; the message names it
     */
    public static EventLoop open(LoopOptions options) {
        EventLoop loop = new EventLoop(options);
        loop.scheduler.start();
        FlightRecorders.follow(loop);
        return loop;
    }

    /**
     * Runs {@code body} as the first greenlet of a new loop and waits for it. Greenlets that are left over are then cancelled and waited for;
     * see {@link #close()}. {@code asyncio.run}.
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
    public static void run(LoopOptions options, Action body) {
        run(options, Async.callable(body));
    }

    /**
     * Runs {@code body} as {@link #run(Callable)} does, on a loop made with {@code options}.
     *
     * @param options how the loop is made
     * @param body what to run
     * @return the body's value
     */
    public static <T extends @Nullable Object> T run(LoopOptions options, Callable<T> body) {
        ensureOffLoop("run(...)");
        EventLoop loop = open(options.keepAlive() == null ? options.keepAlive(false) : options);
        Standstill standstill = new Standstill(loop);
        try {
            return loop.complete("main", body, standstill);
        } catch (Throwable e) {
            Long seed = options.seed();
            if (seed != null) {
                e.addSuppressed(new SeedNote(seed));
            }
            throw e;
        } finally {
            loop.close("EventLoop.run(...)", standstill);
        }
    }

    /**
     * Runs {@code body} as a greenlet of this loop and waits for it; the loop goes on afterwards. {@code loop.run_until_complete}, {@code Runner.run}.
     *
     * @param body what to run
     * @return the body's value; what it throws is thrown as it is
     * @throws IllegalStateException if called on a loop, or if this one is closed
     */
    public <T extends @Nullable Object> T runUntilComplete(Callable<T> body) {
        Standstill standstill = new Standstill(this);
        try {
            return complete(nextName(), body, standstill);
        } finally {
            standstill.end();
        }
    }

    private <T extends @Nullable Object> T complete(String name, Callable<T> body, Standstill standstill) {
        ensureOffLoop("runUntilComplete(...)");
        ensureOpen();
        Greenlet<T> greenlet = new Greenlet<>(this, name, body, body);
        greenlet.promise().willBeHeard();
        greenlet.promise().onReady(standstill::begin);
        greenlet.start();
        return greenlet.get();
    }

    private static void ensureOffLoop(String what) {
        if (Strand.current() != null) {
            throw new IllegalStateException("EventLoop." + what
                    + " cannot be called from a running event loop: call the body, or spawn it");
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
     * Starts a greenlet on this loop. Any thread. {@code asyncio.run_coroutine_threadsafe}.
     *
     * @param name its name
     * @param body what it runs
     * @return the greenlet
     */
    public <T extends @Nullable Object> Greenlet<T> spawn(String name, Callable<T> body) {
        Objects.requireNonNull(body, "A greenlet needs a body: spawn(() -> { ... })");
        return started(new Greenlet<>(this, name, body, body));
    }

    /**
     * Starts a greenlet without a value on this loop. Any thread.
     *
     * @param name its name
     * @param body what it runs
     * @return the greenlet
     */
    public Greenlet<@Nullable Void> spawn(String name, Action body) {
        Objects.requireNonNull(body, "A greenlet needs a body: spawn(() -> { ... })");
        return started(new Greenlet<>(this, name, body, body));
    }

    private <T extends @Nullable Object> Greenlet<T> started(Greenlet<T> greenlet) {
        ensureOpen();
        greenlet.start();
        return greenlet;
    }

    /**
     * Has {@code callback} called at the loop's next turn, in the order of these calls, on a greenlet of its own: it may wait. What it throws goes
     * to the exception handler. Any thread. {@code loop.call_soon}.
     *
     * @param callback what to call
     * @return takes it back
     */
    public Handle callSoon(Action callback) {
        return scheduled(callback, Double.NaN);
    }

    /**
     * The same as {@link #callSoon}, which any thread may call, under the name that asyncio has for that.
     *
     * @param callback what to call
     * @return takes it back
     */
    public Handle callSoonThreadsafe(Action callback) {
        return callSoon(callback);
    }

    /**
     * Has {@code callback} called in {@code seconds}; see {@link #callSoon}. Any thread. {@code loop.call_later}.
     *
     * @param seconds how long from now; if it is not positive, as soon as possible
     * @param callback what to call
     * @return takes it back
     */
    public Handle callLater(double seconds, Action callback) {
        return scheduled(callback, time() + seconds);
    }

    /**
     * Has {@code callback} called in {@code delay}; see {@link #callSoon}. Any thread.
     *
     * @param delay how long from now
     * @param callback what to call
     * @return takes it back
     */
    public Handle callLater(Duration delay, Action callback) {
        return callLater(Seconds.of(delay), callback);
    }

    /**
     * Has {@code callback} called when the loop's {@link #time()} is {@code when}; see {@link #callSoon}. Any thread. {@code loop.call_at}.
     *
     * @param when in seconds of the loop's time; if that is past, as soon as possible
     * @param callback what to call
     * @return takes it back
     */
    public Handle callAt(double when, Action callback) {
        return scheduled(callback, when);
    }

    private Handle scheduled(Action callback, double when) {
        ensureOpen();
        Handle handle = new Handle(this, Objects.requireNonNull(callback, "callback"), when);
        handle.schedule();
        return handle;
    }

    /**
     * Runs a callback, whose failure nobody can ask for, on a greenlet of its own, with the {@link Host#attachment} of who asked for it. Any
     * thread, also the carrier.
     */
    void runCallback(String name, Object what, @Nullable Object attachment, Action callback) {
        Action told = () -> {
            Host.attach(attachment);
            try {
                callback.run();
            } catch (GreenletExit | CancelledException e) {
                throw e;
            } catch (Throwable e) {
                failures.tell(new Failure("Exception in " + name + " " + what, Async.current(), e));
            }
        };
        new Greenlet<>(this, name, told, callback).start();
    }

    /** The loop's time in seconds, from an origin of its own. {@code loop.time()}. */
    public double time() {
        return Seconds.of(scheduler.nanos());
    }

    /** Whether its time is a {@link VirtualClock}'s. */
    public boolean isVirtual() {
        return scheduler.time().isVirtual();
    }

    /**
     * Has {@code handler} told of each greenlet that fails and for whose exception nobody asks within a second or before the loop ends, in place of
     * the standard error stream. {@code loop.set_exception_handler}.
     *
     * @param handler called on behalf of the failed greenlet, with it and its exception
     */
    public void setExceptionHandler(BiConsumer<? super Greenlet<?>, ? super Throwable> handler) {
        Objects.requireNonNull(handler, "handler");
        failures.setHandler(failure -> handler.accept(failure.greenlet(), failure.exception()));
    }

    /**
     * Like {@link #setExceptionHandler(BiConsumer)}, for handlers that want to know more.
     *
     * @param handler called on behalf of the failed greenlet
     */
    public void setExceptionHandler(Consumer<? super Failure> handler) {
        failures.setHandler(Objects.requireNonNull(handler, "handler"));
    }

    /**
     * Something that failed while nobody waits for it.
     *
     * @param message what, in a sentence: which greenlet or callback, where it was spawned, whether the loop was ending
     * @param greenlet the greenlet that failed, or on which a callback did
     * @param exception what it failed with
     */
    public record Failure(String message, Greenlet<?> greenlet, Throwable exception) {
    }

    void failed(Greenlet<?> greenlet, Throwable exception, boolean detached) {
        failures.add(greenlet, exception, detached);
    }

    boolean isEager() {
        return options.eager();
    }

    boolean hasExactSites() {
        return options.exactSites();
    }

    private void forgetInstruments() {
        scheduler.setProbe(null);
    }

    void held(Strand strand, long nanos, StackTraceElement[] stack) {
        heldHandler.accept((Greenlet<?>) strand.owner(), new Held(Seconds.of(nanos), List.of(stack)));
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
     * Has {@code handler} told of each greenlet that keeps others from running for longer than the loop's {@linkplain LoopOptions#patience patience},
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

    void ensureOpen() {
        if (scheduler.isStopped()) {
            throw new IllegalStateException("The event loop " + scheduler + " is closed: open a new one");
        }
    }

    /**
     * Ends the loop: its greenlets are cancelled and waited for, failures that nobody asked for are told, the work of {@link Async#toThread} is
     * waited for, and its thread ends. Not from the loop itself.
     *
     * @throws IllegalStateException if called on this loop
     */
    @Override
    public void close() {
        close("EventLoop.close()", new Standstill(this));
    }

    private void close(String reason, Standstill standstill) {
        if (scheduler.isStopped()) {
            return;
        }
        if (scheduler.isCurrent()) {
            throw new IllegalStateException("A greenlet cannot close the loop that it runs on: return from it instead");
        }
        Greenlet<?> closing = spawn("closing", () -> new Closing(this, reason).run());
        standstill.end();
        closing.join();
        scheduler.stop();
        try {
            scheduler.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Sneaky.rethrow(e);
        }
    }

    /** The threads for work that would hold the loop. */
    Workers workers() {
        Workers made = workers.get();
        if (made == null) {
            workers.compareAndSet(null, new Workers(scheduler.toString()));
            made = workers.get();
        }
        return Objects.requireNonNull(made);
    }

    /** Has {@code action} run when the loop ends. Any thread. */
    void onClose(Runnable action) {
        atClose.add(action);
    }

    /** Runs and forgets what is to be done at the end. */
    void runAtClose() {
        for (Runnable action = atClose.poll(); action != null; action = atClose.poll()) {
            action.run();
        }
    }

    /** Waits for the work of {@link #workers()}. */
    void closeWorkers() throws InterruptedException {
        Workers made = workers.get();
        if (made != null) {
            made.close();
        }
    }

    Failures failures() {
        return failures;
    }

    @Override
    public String toString() {
        return "<EventLoop \"" + scheduler + "\" "
                + (scheduler.isStopped() ? "closed" : "running, " + scheduler.live().size() + " greenlets") + ">";
    }
}
