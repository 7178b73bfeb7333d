package greenloom;

import greenloom.internal.Scheduler;
import greenloom.internal.SpinLock;
import greenloom.internal.Strand;
import greenloom.internal.Timer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The failures on one loop that somebody must hear of: told once, whoever hears of them.
 *
 * <p>A failed greenlet's exception is first left for those who may ask for it. After a second of the loop's time, or when the loop ends, it is told
 * to the handler. Rejected: to tell it at once (then who awaits it right after is told twice), and to tell it when the greenlet is found to be
 * garbage (that is late, or never: asyncio's users complain of it).
 */
final class Failures {
    private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

    private final Scheduler scheduler;
    private final SpinLock lock = new SpinLock();

    /** Under the lock: failures that nobody has asked for yet. */
    private final Set<Unheard> unheard = new LinkedHashSet<>();

    /** Any thread. */
    private volatile Consumer<? super EventLoop.Failure> handler = Failures::print;

    /** Any thread: what is said of greenlets that fail from now on because the loop ends. */
    private volatile @Nullable String ending;

    Failures(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void setHandler(Consumer<? super EventLoop.Failure> newHandler) {
        handler = newHandler;
    }

    /** From now on greenlets fail because the loop ends: nobody will ask for that. */
    void beginEnding(String message) {
        ending = message;
    }

    /** One failure that waits to be asked for. */
    private final class Unheard extends Timer {
        private final Greenlet<?> greenlet;
        private final Throwable exception;
        private final @Nullable String message;

        Unheard(Greenlet<?> greenlet, Throwable exception, @Nullable String message) {
            this.greenlet = greenlet;
            this.exception = exception;
            this.message = message;
        }

        @Override
        protected void fire() {
            if (forget(this) && !greenlet.promise().isHeard()) {
                onBehalfOf(greenlet.strand(), failure());
            }
        }

        EventLoop.Failure failure() {
            if (message != null) {
                return new EventLoop.Failure(message, greenlet, exception);
            }
            StackTraceElement site = greenlet.spawnedAt();
            String where = site == null ? "" : ", which was spawned at " + site;
            return new EventLoop.Failure(
                    "Greenlet \"" + greenlet.name() + "\" failed and nobody waits for it" + where, greenlet, exception);
        }
    }

    /** Leaves {@code exception} for those who may ask for it, unless nobody can. By the greenlet itself, or instead of it if it never ran. */
    void add(Greenlet<?> greenlet, Throwable exception, boolean nobodyCanAsk) {
        Unheard entry = new Unheard(greenlet, exception, ending);
        if (nobodyCanAsk) {
            tell(entry.failure());
            return;
        }
        lock.lock();
        unheard.add(entry);
        lock.unlock();
        scheduler.onCarrier(() -> scheduler.schedule(entry, GRACE));
    }

    private boolean forget(Unheard entry) {
        lock.lock();
        try {
            return unheard.remove(entry);
        } finally {
            lock.unlock();
        }
    }

    /** Tells all that nobody has asked for. The last thing before the loop ends, on a greenlet of it. */
    void tellAll() throws InterruptedException {
        lock.lock();
        List<Unheard> left = List.copyOf(unheard);
        unheard.clear();
        lock.unlock();
        for (Unheard entry : left) {
            if (!entry.greenlet.promise().isHeard()) {
                onBehalfOf(entry.greenlet.strand(), entry.failure()).join();
            }
        }
    }

    /** The handler is user code, and what it prints belongs to whoever spawned the greenlet. */
    private Thread onBehalfOf(Strand strand, EventLoop.Failure failure) {
        return scheduler.onBehalfOf(strand, () -> tell(failure));
    }

    /** Tells {@code failure} now, on the current thread. */
    void tell(EventLoop.Failure failure) {
        try {
            handler.accept(failure);
        } catch (Throwable e) {
            e.addSuppressed(failure.exception());
            UncaughtErrors.report("The loop's exception handler failed: " + failure.message(), e);
        }
    }

    private static void print(EventLoop.Failure failure) {
        UncaughtErrors.report(failure.message(), failure.exception());
    }
}
