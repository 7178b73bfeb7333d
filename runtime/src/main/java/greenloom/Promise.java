package greenloom;

import greenloom.internal.Sneaky;
import greenloom.internal.SpinLock;
import greenloom.internal.Trails;
import greenloom.internal.Waiter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one place where an outcome is set once, waited for and told on: what greenlets and asynchronous results have in common. Every greenlet has
 * one, so it is small: its own lock, and nothing more until somebody waits.
 */
sealed class Promise<T extends @Nullable Object> extends SpinLock permits Relay {
    private final Object owner;

    /** Under the lock: who waits; null while nobody ever did, and from the outcome on. */
    private @Nullable Audience audience;

    /** Whether somebody has been given the outcome: an exception that somebody was given need not be told. Any thread. */
    private volatile boolean heard;

    /** Written once, under the lock. */
    private volatile @Nullable Outcome<T> outcome;

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

    Object owner() {
        return owner;
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
        List<Runnable> told = List.of();
        lock();
        try {
            if (outcome != null) {
                return false;
            }
            outcome = result;
            if (audience != null) {
                heard |= audience.hearers > 0;
                audience.waiters.wakeAll();
                told = audience.callbacks.takeAll();
                audience = null;
            }
        } finally {
            unlock();
        }
        told.forEach(Runnable::run);
        told.forEach(_ -> endWait());
        return true;
    }

    /** Whose outcome it is in the end. */
    Object origin() {
        return owner;
    }

    /** Has {@code callback} run, by whichever thread sets the outcome, or at once if it is set. It must be short and must not throw. */
    void onReady(Runnable callback) {
        lock();
        try {
            if (outcome == null) {
                audience().callbacks.add(callback);
                beginWait();
                return;
            }
        } finally {
            unlock();
        }
        callback.run();
    }

    void forget(Runnable callback) {
        lock();
        boolean removed = audience != null && audience.callbacks.remove(callback);
        unlock();
        if (removed) {
            endWait();
        }
    }

    private Audience audience() {
        if (audience == null) {
            audience = new Audience(this);
        }
        return audience;
    }

    /** Somebody begins to wait. */
    void beginWait() {}

    /** Somebody waits no more. */
    void endWait() {}

    /** Waits for the outcome; false if the time was up first. */
    boolean await(long nanos) {
        return await(nanos, 0);
    }

    private boolean await(long nanos, int hearer) {
        if (outcome != null) {
            return true;
        }
        Waiter waiter;
        lock();
        try {
            if (outcome != null) {
                return true;
            }
            Audience mine = audience();
            mine.hearers += hearer;
            waiter = mine.waiters.enqueue(owner);
        } finally {
            unlock();
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
        lock();
        if (audience != null) {
            audience.hearers--;
        }
        unlock();
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
            case Outcome.Failed<T>(Throwable exception) -> {
                Trails.awaited(origin(), exception);
                throw Sneaky.rethrow(exception);
            }
            case null -> throw new IllegalStateException(owner + " has no value yet: wait for it with get()");
        };
    }
}
