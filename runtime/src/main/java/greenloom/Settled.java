package greenloom;

import greenloom.internal.Sneaky;
import org.jspecify.annotations.Nullable;

/**
 * How something that was waited for came out: with a value or with an exception. What {@code return_exceptions=True} tells by types alone.
 *
 * @param value the value; null if it failed
 * @param exception what it failed with, or null
 */
public record Settled<T extends @Nullable Object>(@Nullable T value, @Nullable Throwable exception) {
    static boolean failed(Awaitable<?> awaitable) {
        return switch (Promise.of(awaitable).outcome()) {
            case Outcome.Done<?>(Object value) -> value instanceof GreenletExit;
            case Outcome.Failed<?> _ -> true;
            case null -> false;
        };
    }

    static <T extends @Nullable Object> Settled<T> of(Awaitable<? extends T> awaitable) {
        try {
            return new Settled<>(awaitable.get(), null);
        } catch (Throwable e) {
            return new Settled<>(null, e);
        }
    }

    /** Whether there is a value. */
    public boolean successful() {
        return exception == null;
    }

    /**
     * The value.
     *
     * @return the value; the exception is thrown as it is
     */
    @SuppressWarnings("NullAway") // Null only where T says so.
    public T get() {
        if (exception != null) {
            throw Sneaky.rethrow(exception);
        }
        return value;
    }

    @Override
    public String toString() {
        return exception == null ? String.valueOf(value) : exception.toString();
    }
}
