package greenloom;

import greenloom.internal.Scheduler;
import greenloom.internal.Sneaky;
import greenloom.internal.SpinLock;
import greenloom.internal.WaitQueue;
import greenloom.internal.Waiter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one place where an outcome is set once, waited for and told on: what greenlets and asynchronous results have in common. */
final class Promise<T extends @Nullable Object> {
    private final Object owner;
    private final SpinLock lock = new SpinLock();

    /** Under the lock. */
    private final WaitQueue waiters = new WaitQueue(lock);

    /** Under the lock: run by the thread that sets the outcome. */
    private final Watchers callbacks = new Watchers();

    /** Under the lock: how many wait to be given the outcome itself, not only for its time. */
    private int hearers;

    /** Whether somebody has been given the outcome: an exception that somebody was given need not be told. Any thread. */
    private volatile boolean heard;

    /** Written once, under the lock. */
    private volatile @Nullable Outcome<T> outcome;

    /** Written before this is handed out: the loop that is to know when somebody waits for this, which something outside it will set. */
    private @Nullable Scheduler outside;

    /** Written before the outcome: where that comes from; who hears of it here has heard of it there. */
    private @Nullable Promise<?> source;

    Promise(Object owner) {
        this.owner = owner;
    }

    /** The promise inside an awaitable. */
    static <T extends @Nullable Object> Promise<T> of(Awaitable<T> awaitable) {
        return switch (awaitable) {
            case Greenlet<T> greenlet -> greenlet.promise();
            case AsyncResult<T> result -> result.promise();
        };
    }

    void setOutside(@Nullable Scheduler scheduler) {
        outside = scheduler;
    }

    /** The outcome, for those who look at it without taking notice of it. */
    @Nullable Outcome<T> outcome() {
        return outcome;
    }

    /** The outcome, which from now on counts as heard. */
    @Nullable Outcome<T> hear() {
        Outcome<T> known = outcome;
        if (known != null) {
            heard = true;
            Promise<?> origin = source;
            if (origin != null) {
                origin.hear();
            }
        }
        return known;
    }

    /** Somebody will ask for the outcome, however late. */
    void willBeHeard() {
        heard = true;
    }

    boolean isHeard() {
        return heard;
    }

    boolean isReady() {
        return outcome != null;
    }

    /** Sets the outcome and wakes all; false if there is one already. */
    boolean complete(Outcome<T> result) {
        List<Runnable> told;
        lock.lock();
        try {
            if (outcome != null) {
                return false;
            }
            outcome = result;
            heard |= hearers > 0;
            waiters.wakeAll();
            told = callbacks.takeAll();
        } finally {
            lock.unlock();
        }
        told.forEach(Runnable::run);
        told.forEach(_ -> endWait());
        return true;
    }

    /** Takes over the outcome of {@code other}, which is ready; does nothing if there is one already. A quiet kill becomes a cancellation. */
    void follow(Promise<? extends T> other) {
        Outcome<? extends T> known = other.outcome;
        if (known == null || outcome != null) {
            return;
        }
        source = other;
        if (known instanceof Outcome.Done<?>(Object exit) && exit instanceof GreenletExit) {
            complete(
                    new Outcome.Failed<>(new CancelledException("kill", other.owner + " was killed and has no value")));
        } else {
            complete(Outcome.widen(known));
        }
    }

    /** Has {@code callback} run, by whichever thread sets the outcome, or at once if it is set. It must be short and must not throw. */
    void onReady(Runnable callback) {
        lock.lock();
        try {
            if (outcome == null) {
                callbacks.add(callback);
                beginWait();
                return;
            }
        } finally {
            lock.unlock();
        }
        callback.run();
    }

    void forget(Runnable callback) {
        lock.lock();
        boolean removed = callbacks.remove(callback);
        lock.unlock();
        if (removed) {
            endWait();
        }
    }

    private void beginWait() {
        if (outside != null) {
            outside.beginOutside();
        }
    }

    private void endWait() {
        if (outside != null) {
            outside.endOutside();
        }
    }

    /** Waits for the outcome; false if the time was up first. */
    boolean await(long nanos) {
        return await(nanos, 0);
    }

    private boolean await(long nanos, int hearer) {
        if (outcome != null) {
            return true;
        }
        Waiter waiter;
        lock.lock();
        try {
            if (outcome != null) {
                return true;
            }
            hearers += hearer;
            waiter = waiters.enqueue(owner);
        } finally {
            lock.unlock();
        }
        beginWait();
        try {
            return waiter.await(nanos);
        } finally {
            endWait();
            if (hearer > 0) {
                stopHearing();
            }
        }
    }

    private void stopHearing() {
        lock.lock();
        hearers--;
        lock.unlock();
    }

    /** Waits for the outcome to give it to the caller; null if the time was up first. */
    @Nullable Outcome<T> awaitAndHear(long nanos) {
        return await(nanos, 1) ? hear() : null;
    }

    /** The value, or the exception thrown as it is. Only once there is an outcome. */
    @SuppressWarnings("NullAway") // A body of a nullable type has a null value: T itself says so.
    T value() {
        return switch (hear()) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Failed<T>(Throwable exception) -> throw Sneaky.rethrow(exception);
            case null -> throw new IllegalStateException(owner + " has no value yet: wait for it with get()");
        };
    }
}
