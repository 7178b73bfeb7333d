/**
 * Coroutines as Python has them, for Java: greenlets on an event loop, generators with {@code send}, events, timeouts. Times are seconds as
 * {@code double}, with a {@link java.time.Duration} overload beside each.
 */
@NullMarked
package greenloom;

import org.jspecify.annotations.NullMarked;
