package greenloom;

import greenloom.internal.Machinery;
import greenloom.internal.Seconds;
import greenloom.internal.SpawnSites;
import greenloom.internal.Stacks;
import greenloom.internal.Strand;
import greenloom.internal.Trails;
import greenloom.internal.TryBlock;
import greenloom.internal.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of code with a stack of its own that runs on an event loop and gives way to others whenever it waits. {@code gevent.Greenlet} and
 * {@code asyncio.Task} in one.
 *
 * <p>Made by {@link Async#spawn}, or by subclassing and {@link #start()}. It goes through gevent's states: made, started, running, ended with a
 * value, ended with an exception. Its methods may be called by any thread.
 *
 * <p>It ends early in two ways. {@link #kill} throws a {@link GreenletExit}, an {@link Error} that only a {@code finally} notices: the end is
 * quiet. {@link #cancel} asks with a {@link CancelledException}, which the body may catch to go on. Either arrives at the next waiting
 * point, reaches through blocking JDK calls by interrupting them, and may be waited out in {@code finally} blocks; the next one ends that wait.
 * Entering {@code synchronized} or {@code Lock.lock()} cannot be interrupted: there the greenlet is marked, which its {@link #toString} and
 * {@link #isCancelling()} show, and stopped at its next wait or checkpoint.
 *
 * <p>An exception that it fails with belongs to whoever asks for its value ({@link #get}, {@link #exception}, {@link Async#gather} and so
 * on). If nobody has within a second, or when the loop ends, it is told to the loop's {@linkplain EventLoop#setExceptionHandler exception handler};
 * never both before anybody asks and never twice. A kill or a cancel is no failure to tell of.
 *
 * <p>In a {@code try} with resources it is joined at the end, and killed with the body's exception if the body fails.
 *
 * @param <T> its value
 */
@Machinery
public non-sealed class Greenlet<T extends @Nullable Object> extends Ending<T> implements Awaitable<T>, AutoCloseable {
    /** States: NEW → STARTED → ENDED, and NEW → ENDED if it is killed before it is started. */
    private enum Phase {
        NEW,
        STARTED,
        ENDED
    }

    private static final VarHandle PHASE;
    private static final VarHandle CANCELS;

    static {
        try {
            PHASE = MethodHandles.lookup().findVarHandle(Greenlet.class, "phase", Phase.class);
            CANCELS = MethodHandles.lookup().findVarHandle(Greenlet.class, "cancels", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * A Callable of its value, or an Action, as it was given: there may be a million. Null in subclasses, which say in run() what to do, and at the
     * end. Written before it is started, and by the greenlet itself.
     */
    private @Nullable Object body;

    private final Strand strand;
    private final @Nullable StackTraceElement spawnedAt;

    /** Any thread, by compare-and-set. */
    private volatile Phase phase = Phase.NEW;

    /** Any thread, atomically: how often it was asked to end by {@link #cancel} and has not said that it goes on. */
    @SuppressWarnings("UnusedVariable") private volatile int cancels;

    /** Any thread: nobody will ask for its outcome. */
    private volatile boolean detached;

    /** In place of the body of one that waits for some nanoseconds before it begins. */
    private record Later(@Nullable Object body, long delay) {}

    /** For subclasses, which say in {@link #run()} what to do; runs on the current loop once started. */
    protected Greenlet() {
        this(null);
    }

    /**
     * For subclasses; see {@link #Greenlet()}.
     *
     * @param name its name, null for {@code Greenlet-N}
     */
    @SuppressWarnings("this-escape") // The strand only keeps the reference until it is started.
    protected Greenlet(@Nullable String name) {
        EventLoop loop = EventLoop.current();
        this.body = null;
        this.spawnedAt = SpawnSites.of(getClass(), loop.hasExactSites());
        this.strand = new Life(loop, this, name);
    }

    /**
     * Makes one with a body.
     *
     * @param loop where it runs
     * @param name its name
     * @param body what it runs
     * @param origin the body as the user gave it: its class tells where it was spawned
     */
    Greenlet(EventLoop loop, @Nullable String name, Callable<? extends T> body, Object origin) {
        this(loop, name, origin.getClass(), body);
    }

    /** Makes one whose value is null; see {@link #Greenlet(EventLoop, String, Callable, Object)}. */
    Greenlet(EventLoop loop, @Nullable String name, Action body, Object origin) {
        this(loop, name, origin.getClass(), body);
    }

    @SuppressWarnings("this-escape") // The strand only keeps the reference until it is started.
    private Greenlet(EventLoop loop, @Nullable String name, Class<?> origin, Object body) {
        this.body = body;
        this.spawnedAt = SpawnSites.of(origin, loop.hasExactSites());
        this.strand = new Life(loop, this, name);
    }

    /** Its strand, whose thread runs it. */
    private static final class Life extends Strand {
        Life(EventLoop loop, Greenlet<?> greenlet, @Nullable String name) {
            super(loop.scheduler(), greenlet, name == null ? loop.nextName() : name);
        }

        @Override
        protected void live() {
            ((Greenlet<?>) owner()).live();
        }
    }

    /**
     * What a subclass does.
     *
     * @return its value
     * @throws Exception anything; it becomes the greenlet's exception
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // The constructors say what a body is; an action's greenlet has null for a value.
    protected T run() throws Exception {
        switch (body) {
            case Callable<?> callable -> {
                return (T) callable.call();
            }
            case Action action -> action.run();
            case null, default -> throw new UnsupportedOperationException(
                    this + " has nothing to do: override run() or give spawn(...) a body");
        }
        return null;
    }

    /** Lets it run at the loop's next turn; does nothing if it was started or killed before. */
    public final void start() {
        if (PHASE.compareAndSet(this, Phase.NEW, Phase.STARTED)) {
            EventLoop loop = loop();
            loop.ensureOpen();
            if (loop.isEager()) {
                strand.startFirst();
            } else {
                strand.start();
            }
        }
    }

    /**
     * Lets it run in {@code seconds}; killed before that, it never runs. {@code start_later}.
     *
     * @param seconds how long from now
     */
    public final void startLater(double seconds) {
        long delay = Seconds.toNanos(seconds);
        if (delay > 0 && phase == Phase.NEW) {
            body = new Later(body instanceof Later before ? before.body : body, delay);
        }
        start();
    }

    /**
     * Lets it run later; see {@link #startLater(double)}.
     *
     * @param wait how long from now
     */
    public final void startLater(Duration wait) {
        startLater(Seconds.of(wait));
    }

    /** Runs it at once, up to its first wait, before the caller goes on; only on its own loop, else like {@link #start()}. {@code eager_start=True}. */
    public final void startNow() {
        if (PHASE.compareAndSet(this, Phase.NEW, Phase.STARTED)) {
            loop().ensureOpen();
            strand.startFirst();
        }
    }

    private void live() {
        Outcome<T> outcome;
        try {
            strand.deliveries().throwPending();
            if (body instanceof Later later) {
                body = later.body;
                Waiter.alone("its start").await(later.delay);
            }
            // Made only now: else a half-made one would lie on the stack as long as the body runs.
            T value = run();
            outcome = new Outcome.Done<>(value);
        } catch (Throwable e) {
            outcome = failure(strand.deliveries().translate(e));
        }
        phase = Phase.ENDED;
        end(outcome);
    }

    @SuppressWarnings("unchecked") // As in gevent, a killed greenlet's value is the exit; get() does not hand it out.
    private Outcome<T> failure(Throwable exception) {
        if (exception instanceof GreenletExit) {
            return new Outcome.Done<>((T) exception);
        }
        Trails.ended(this, name(), spawnedAt, exception);
        return new Outcome.Failed<>(exception);
    }

    private void end(Outcome<T> outcome) {
        // Whoever keeps the greenlet for its outcome shall not keep what its body has captured.
        body = null;
        promise().complete(outcome);
        if (outcome instanceof Outcome.Failed<T>(Throwable exception) && !promise().isHeard()
                && !(exception instanceof CancelledException)) {
            loop().failed(this, exception, detached);
        }
    }

    /**
     * Says that nobody will ask for its outcome: if it fails, that is told at once. For greenlets that are spawned and forgotten.
     *
     * @return this
     */
    public final Greenlet<T> detach() {
        detached = true;
        return this;
    }

    Strand strand() {
        return strand;
    }

    /** Its name: as given, or {@code Greenlet-N}. */
    public final String name() {
        return strand.thread().getName();
    }

    /** The loop that it runs on. */
    public final EventLoop loop() {
        return (EventLoop) strand.scheduler().owner();
    }

    /**
     * Where in the program it was spawned; null if that is not known. Looked up at the first spawns of each body's class and at some later ones: a
     * class of bodies that is spawned in one place costs nothing; see {@link LoopOptions#exactSites} for certainty.
     */
    public final @Nullable StackTraceElement spawnedAt() {
        return spawnedAt;
    }

    /** Whether it was started and has not ended. */
    public final boolean started() {
        return phase == Phase.STARTED;
    }

    /** Whether it has ended, or was killed before it was started. */
    public final boolean dead() {
        return phase == Phase.ENDED;
    }

    /** Its stack, the innermost frame first: where it waits now. Empty unless it runs. */
    public final List<StackTraceElement> rawStack() {
        return Stacks.withoutMachinery(strand.stack());
    }

    /** Ends it with a {@link GreenletExit} at its next waiting point and waits until it has ended; harmless if it has ended already. */
    public final void kill() {
        kill(true);
    }

    /**
     * Ends it with a {@link GreenletExit} at its next waiting point.
     *
     * @param block whether to wait until it has ended
     */
    public final void kill(boolean block) {
        kill(new GreenletExit("killed"), block);
    }

    /**
     * Throws {@code exception} into it at its next waiting point and waits until it has ended; what it ends with is not thrown here.
     *
     * @param exception what it gets
     */
    public final void kill(Throwable exception) {
        kill(exception, true);
    }

    /**
     * Throws {@code exception} into it at its next waiting point.
     *
     * @param exception what it gets
     * @param block whether to wait until it has ended
     */
    public final void kill(Throwable exception, boolean block) {
        throwInto(exception);
        if (Strand.self() == strand) {
            strand.deliveries().throwPending();
        }
        if (block) {
            join();
        }
    }

    /**
     * Throws {@code exception} into it at its next waiting point and waits, at most {@code seconds}, until it has ended.
     *
     * @param exception what it gets
     * @param seconds the longest wait
     * @throws Timeout if it has not ended by then
     */
    public final void kill(Throwable exception, double seconds) {
        kill(exception, false);
        if (!promise().await(Seconds.toNanos(seconds))) {
            throw new Timeout(seconds);
        }
    }

    /**
     * Kills it and waits, at most {@code limit}; see {@link #kill(Throwable, double)}.
     *
     * @param exception what it gets
     * @param limit the longest wait
     */
    public final void kill(Throwable exception, Duration limit) {
        kill(exception, Seconds.of(limit));
    }

    /**
     * Throws {@code exception} into it at its next waiting point, without waiting. A greenlet that waits in a blocking JDK call is interrupted;
     * one that has not begun never will. A kill or cancel that has not arrived yet is not doubled. Any thread.
     *
     * @param exception what it gets
     * @return false if it has ended already
     */
    public final boolean throwInto(Throwable exception) {
        Objects.requireNonNull(exception, "exception");
        if (PHASE.compareAndSet(this, Phase.NEW, Phase.ENDED)) {
            end(failure(exception));
            return true;
        }
        boolean once = exception instanceof GreenletExit || exception instanceof CancelledException;
        return once ? strand.deliveries().deliverOnce(exception) : strand.deliveries().deliver(exception);
    }

    /**
     * Asks it to end by a {@link CancelledException}, without waiting.
     *
     * @return false if it has ended already
     */
    public final boolean cancel() {
        return cancel("cancel() was called");
    }

    /**
     * Asks it to end by a {@link CancelledException} that tells who asked, when and why, without waiting. {@code Task.cancel(msg)}.
     *
     * @param reason why
     * @return false if it has ended already
     */
    public final boolean cancel(String reason) {
        return cancel(CancelledException.of(strand, reason));
    }

    boolean cancel(CancelledException cancellation) {
        if (ready()) {
            return false;
        }
        int _ = (int) CANCELS.getAndAdd(this, 1);
        return throwInto(cancellation);
    }

    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        return cancel();
    }

    /** How often it was asked to end by {@link #cancel} and did not say by {@link #uncancel} that it goes on. */
    public final int cancelling() {
        return cancels;
    }

    /** Whether it was asked to end, by whichever means, and has not ended. */
    public final boolean isCancelling() {
        return !ready() && (cancels > 0 || strand.deliveries().isPending());
    }

    /**
     * Takes one {@link #cancel} back: what a body calls that has caught the exception and goes on. Taken back before it has arrived, it never does.
     *
     * @return how often it is still asked to end
     */
    public final int uncancel() {
        int left;
        do {
            left = cancels;
            if (left == 0) {
                return 0;
            }
        } while (!CANCELS.compareAndSet(this, left, left - 1));
        if (left == 1 && Strand.self() == strand) {
            strand.deliveries().withdrawAll(CancelledException.class);
        }
        return left - 1;
    }

    /**
     * Has {@code callback} called once, with this, when it has ended, or soon if it has: on a new greenlet of the caller's loop, or by the
     * greenlet's own thread if the caller is on no loop.
     *
     * @param callback what to call
     */
    public final void link(Consumer<? super Greenlet<T>> callback) {
        promise().onReady(Links.of(callback, () -> callback.accept(this)));
    }

    /**
     * Like {@link #link(Consumer)}, if it ends with a value.
     *
     * @param callback what to call
     */
    public final void linkValue(Consumer<? super Greenlet<T>> callback) {
        promise().onReady(Links.of(callback, this::successful, () -> callback.accept(this)));
    }

    /**
     * Like {@link #link(Consumer)}, if it fails.
     *
     * @param callback what to call
     */
    public final void linkException(Consumer<? super Greenlet<T>> callback) {
        promise().onReady(Links.of(callback, () -> !successful(), () -> callback.accept(this)));
    }

    /**
     * Hands its value or exception on when it has ended.
     *
     * @param result set as this ends
     */
    public final void link(AsyncResult<? super T> result) {
        promise().onReady(() -> result.promise().follow(promise()));
    }

    /**
     * Takes {@link #link(Consumer)} back; does nothing if it has been called.
     *
     * @param callback what was linked
     */
    public final void unlink(Consumer<? super Greenlet<T>> callback) {
        promise().forget(Links.like(callback));
    }

    /** The end of a {@code try} block that holds it: waits for its end, after killing it if the block ends by an exception. */
    @Override
    public final void close() {
        TryBlock block = TryBlock.closedBy(Greenlet.class);
        if (block.hasFailed() && !ready()) {
            throwInto(block.failureOr(new GreenletExit("the try block that held it failed")));
        }
        join();
    }

    @Override
    public String toString() {
        return "<" + (getClass() == Greenlet.class ? "Greenlet" : getClass().getSimpleName()) + " \"" + name() + "\" "
                + condition() + ">";
    }

    private String condition() {
        return switch (promise().outcome()) {
            case null -> phase == Phase.NEW ? "not started" : isCancelling() ? "pending, cancelling" : "pending";
            case Outcome.Done<T>(Object value) -> value instanceof GreenletExit ? "killed" : "value=" + value;
            case Outcome.Failed<T>(Throwable exception) -> "failed with " + exception;
        };
    }
}
