package greenloom;

import greenloom.internal.Deliveries;
import greenloom.internal.Scheduler;
import greenloom.internal.Seconds;
import greenloom.internal.Sneaky;
import greenloom.internal.Strand;
import greenloom.internal.Timer;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Thrown in the greenlet that started it once its time is up. {@code gevent.Timeout}, {@code asyncio.timeout()}.
 *
 * <pre>{@code
 * try (Timeout t = Timeout.start(3)) {
 *     answer = slow.get();
 * } catch (Timeout t) { ... }
 * }</pre>
 *
 * <p>Each is thrown as the very object that was started, so that nested ones are told apart; where several are due, the first one started is
 * thrown, and those inside it are closed on its way out. Closed, it may be started again.
 *
 * <p>An {@link Error}, as gevent's is a {@code BaseException}: a {@code catch (Exception e)} on the way does not swallow it. It reaches through
 * blocking JDK calls by interrupting them; {@link #call}, {@link #run} and {@link Async#withTimeout} then turn what the call threw back into the
 * timeout.
 */
public final class Timeout extends Error implements AutoCloseable {
    private final double seconds;
    private final boolean isSilent;

    /** Set while it runs; only the greenlet that started it. */
    private transient @Nullable Strand strand;

    /** When it is thrown, in seconds of the loop's time; only the greenlet that started it. */
    private double when = Double.NaN;

    /** Written on the loop. */
    private volatile boolean expired;

    private final transient Timer timer = new Timer() {
        @Override
        protected void fire() {
            expire();
        }
    };

    /**
     * Makes one that is not started.
     *
     * @param seconds how long after its start it is thrown; infinite for never
     */
    public Timeout(double seconds) {
        this(seconds, false);
    }

    private Timeout(double seconds, boolean isSilent) {
        super(seconds + " seconds" + (isSilent ? " (silent)" : ""));
        this.seconds = seconds;
        this.isSilent = isSilent;
    }

    /**
     * Makes one that is not started and that {@link #run} does not throw: it only ends what is run.
     *
     * @param seconds how long after its start the time is up
     * @return the timeout
     */
    public static Timeout silent(double seconds) {
        return new Timeout(seconds, true);
    }

    /**
     * Makes one that is not started and not thrown by {@link #run}; see {@link #silent(double)}.
     *
     * @param limit how long after its start the time is up
     * @return the timeout
     */
    public static Timeout silent(Duration limit) {
        return silent(Seconds.of(limit));
    }

    /**
     * Starts the clock: the current greenlet gets this exception in {@code seconds}, unless it is closed before.
     *
     * @param seconds how long from now
     * @return the running timeout, to be closed by the same greenlet
     * @throws IllegalStateException if the caller is not a greenlet
     */
    public static Timeout start(double seconds) {
        return new Timeout(seconds).start();
    }

    /**
     * Starts the clock; see {@link #start(double)}.
     *
     * @param limit how long from now
     * @return the running timeout
     */
    public static Timeout start(Duration limit) {
        return start(Seconds.of(limit));
    }

    /**
     * Has the current greenlet get this exception when the loop's time is {@code when}. {@code asyncio.timeout_at}.
     *
     * @param when in seconds of the loop's {@linkplain EventLoop#time() time}
     * @return the running timeout
     */
    public static Timeout at(double when) {
        Timeout timeout = new Timeout(when - EventLoop.current().time());
        timeout.begin(when);
        return timeout;
    }

    /**
     * Starts the clock, for the first time or once more.
     *
     * @return this
     * @throws IllegalStateException if it runs already, or if the caller is not a greenlet
     */
    public Timeout start() {
        begin(Double.NaN);
        return this;
    }

    /** How long it is started for. */
    public double seconds() {
        return seconds;
    }

    /** When it is thrown, in seconds of the loop's time; NaN while it does not run. */
    public double when() {
        return strand == null ? Double.NaN : when;
    }

    /** Whether the clock runs: it was started, was not closed and its time is not up. */
    public boolean pending() {
        return strand != null && !expired;
    }

    /** Whether its time was up before it was closed. */
    public boolean expired() {
        return expired;
    }

    private void begin(double due) {
        Strand self = Strand.self();
        if (self == null) {
            throw new IllegalStateException(
                    "A timeout is thrown into the greenlet that starts it, and this thread is none: "
                            + "use it inside spawn(...) or EventLoop.run(...)");
        }
        if (strand != null) {
            throw new IllegalStateException(this + " has been started already: close it before it is started again");
        }
        expired = false;
        strand = self;
        schedule(self.scheduler(), due);
    }

    private void schedule(Scheduler scheduler, double due) {
        double now = Seconds.of(scheduler.nanos());
        when = Double.isNaN(due) ? now + seconds : due;
        if (when < Double.POSITIVE_INFINITY) {
            scheduler.schedule(timer, Double.isNaN(due) ? Seconds.toNanos(seconds) : Seconds.toNanos(due - now));
        }
    }

    /**
     * Moves the time at which it is thrown. {@code Timeout.reschedule}.
     *
     * @param newWhen in seconds of the loop's time
     * @throws IllegalStateException if it does not run, or its time is up
     */
    public void reschedule(double newWhen) {
        Strand target = strand;
        if (target == null || expired) {
            throw new IllegalStateException(
                    this + (expired ? " has expired" : " does not run") + ": it cannot be moved");
        }
        target.scheduler().unschedule(timer);
        schedule(target.scheduler(), newWhen);
    }

    private void expire() {
        Strand target = strand;
        if (target != null) {
            expired = true;
            target.deliveries().deliver(this);
        }
    }

    /** Stops the clock; a timeout that has not been thrown yet never will be. Does nothing if it is stopped. {@code Timeout.cancel}. */
    @Override
    public void close() {
        Strand target = strand;
        if (target != null) {
            strand = null;
            target.scheduler().unschedule(timer);
            target.deliveries().withdraw(this);
        }
    }

    /**
     * Starts the clock, runs {@code body} and stops it; what comes up because of this timeout, in whatever disguise, comes up as this. If there
     * is no time at all, nothing is run.
     *
     * @param body what to run, in this greenlet
     * @return the body's value; null if the time was up and this is silent
     */
    public <T extends @Nullable Object> @Nullable T call(Callable<T> body) {
        try {
            return guard(body);
        } catch (Timeout e) {
            if (e == this && isSilent) {
                return null;
            }
            throw e;
        }
    }

    /**
     * Like {@link #call}, for a body without a value.
     *
     * @param body what to run, in this greenlet
     * @return whether it ended in time; false only if this is silent
     */
    public boolean run(Action body) {
        return call(() -> {
            body.run();
            return true;
        }) != null;
    }

    /** Runs {@code body}; what comes up because of this timeout, in whatever disguise, comes up as this. */
    <T extends @Nullable Object> T guard(Callable<T> body) {
        begin(Double.NaN);
        try {
            if (seconds <= 0) {
                expired = true;
                throw this;
            }
            return body.call();
        } catch (Throwable e) {
            throw Sneaky.rethrow(translate(e));
        } finally {
            close();
        }
    }

    private Throwable translate(Throwable thrown) {
        Strand target = strand;
        if (thrown == this || target == null) {
            return thrown;
        }
        Deliveries deliveries = target.deliveries();
        return deliveries.translate(thrown) == this ? this : thrown;
    }
}
