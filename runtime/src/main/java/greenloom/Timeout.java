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
 * Thrown in the greenlet that started it once its time is up. {@code gevent.Timeout}.
 *
 * <pre>{@code
 * try (Timeout t = Timeout.start(3)) {
 *     answer = slow.get();
 * } catch (Timeout t) { ... }
 * }</pre>
 *
 * <p>An {@link Error}, as gevent's is a {@code BaseException}: a {@code catch (Exception e)} on the way does not swallow it. It reaches through
 * blocking JDK calls by interrupting them; {@link Async#withTimeout} then turns what the call threw back into the timeout.
 */
public final class Timeout extends Error implements AutoCloseable {
    private final double seconds;

    /** Set while it runs; only the greenlet that started it. */
    private transient @Nullable Strand strand;

    private final transient Timer timer = new Timer() {
        @Override
        protected void fire() {
            expire();
        }
    };

    /** Makes one that is not started: for those who throw it themselves. */
    Timeout(double seconds) {
        super(seconds + " seconds");
        this.seconds = seconds;
    }

    /**
     * Starts the clock: the current greenlet gets this exception in {@code seconds}, unless it is closed before.
     *
     * @param seconds how long from now
     * @return the running timeout, to be closed by the same greenlet
     * @throws IllegalStateException if the caller is not a greenlet
     */
    public static Timeout start(double seconds) {
        Timeout timeout = new Timeout(seconds);
        timeout.begin();
        return timeout;
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

    /** How long it was started for. */
    public double seconds() {
        return seconds;
    }

    private void begin() {
        Strand self = Strand.self();
        if (self == null) {
            throw new IllegalStateException(
                    "A timeout is thrown into the greenlet that starts it, and this thread is none: "
                            + "use it inside spawn(...) or EventLoop.run(...)");
        }
        strand = self;
        self.scheduler().schedule(timer, Seconds.toNanos(seconds));
    }

    private void expire() {
        Strand target = strand;
        if (target != null) {
            target.deliveries().deliver(this);
        }
    }

    /** Stops the clock; a timeout that has not been thrown yet never will be. Does nothing if it is stopped. */
    @Override
    public void close() {
        Strand target = strand;
        if (target != null) {
            strand = null;
            Scheduler scheduler = target.scheduler();
            scheduler.unschedule(timer);
            target.deliveries().withdraw(this);
        }
    }

    /** Runs {@code body}; what comes up because of this timeout, in whatever disguise, comes up as this. */
    <T> T guard(Callable<T> body) {
        begin();
        try {
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
