/**
 * The scheduler and what stands on it directly: strands, timers, the one wait queue, hand-off between coroutines and the hook into the JDK.
 * Not exported; nothing here knows the types that users see.
 */
@NullMarked
package greenloom.internal;

import org.jspecify.annotations.NullMarked;
