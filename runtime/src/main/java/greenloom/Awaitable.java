package greenloom;

import org.jspecify.annotations.Nullable;

/**
 * What can be waited for and then has a value or an exception: a {@link Greenlet} or an {@link AsyncResult}. {@code collections.abc.Awaitable}.
 *
 * @param <T> the value
 */
public sealed interface Awaitable<T extends @Nullable Object> extends Waitable permits Greenlet, AsyncResult {
    /**
     * Waits for the value; throws the exception, as it was thrown, if there is one instead.
     *
     * @return the value
     */
    T get();

    /** Whether there is a value or an exception already. */
    @Override
    boolean ready();
}
