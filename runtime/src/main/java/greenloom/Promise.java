package greenloom;

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

    @Nullable Outcome<T> outcome() {
        return outcome;
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
            waiters.wakeAll();
            told = callbacks.takeAll();
        } finally {
            lock.unlock();
        }
        told.forEach(Runnable::run);
        return true;
    }

    /** Whether anybody waits for the outcome or asked to be told. */
    boolean isObserved() {
        lock.lock();
        try {
            return !waiters.isEmpty() || !callbacks.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Has {@code callback} run, by whichever thread sets the outcome, or at once if it is set. It must be short and must not throw. */
    void onReady(Runnable callback) {
        lock.lock();
        try {
            if (outcome == null) {
                callbacks.add(callback);
                return;
            }
        } finally {
            lock.unlock();
        }
        callback.run();
    }

    void forget(Runnable callback) {
        lock.lock();
        try {
            callbacks.remove(callback);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the outcome; false if the time was up first. */
    boolean await(long nanos) {
        Waiter waiter;
        lock.lock();
        try {
            if (outcome != null) {
                return true;
            }
            waiter = waiters.enqueue(owner);
        } finally {
            lock.unlock();
        }
        return waiter.await(nanos);
    }

    T get() {
        await(Long.MAX_VALUE);
        return value();
    }

    /** The value, or the exception thrown as it is. Only once there is an outcome. */
    @SuppressWarnings("NullAway") // A body of a nullable type has a null value: T itself says so.
    T value() {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Failed<T>(Throwable exception) -> throw Sneaky.rethrow(exception);
            case null -> throw new IllegalStateException(owner + " has no value yet: wait for it with get()");
        };
    }
}
