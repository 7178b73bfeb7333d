package greenloom;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has ended and who has not; each in the order given. What {@code asyncio.wait} returns.
 *
 * @param done those that have ended, however
 * @param pending those that have not
 */
public record DonePending<T extends @Nullable Object>(Set<Awaitable<T>> done, Set<Awaitable<T>> pending) {
}
