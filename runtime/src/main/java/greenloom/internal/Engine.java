package greenloom.internal;

import java.io.IOException;
import java.nio.channels.SelectableChannel;

/**
 * How a loop waits for timers, sockets and wake-ups: the part of a loop that users can swap under unchanged code, as asyncio's loop is swapped for
 * uvloop.
 *
 * <p>{@code fast}: the carrier itself waits in a selector when nothing is ready, and runs whoever a ready channel wakes before it looks at the next
 * one. {@code portable}: the carrier just parks; a virtual thread of the loop waits in the selector, which the JDK's pollers unpark.
 */
interface Engine extends AutoCloseable {
    /** Called before a carrier runs: the first one, and one that replaces it. */
    void start(Scheduler scheduler, Thread carrier);

    /** Waits at most {@code nanos} nanoseconds, or without limit if it is {@link Long#MAX_VALUE}. Carrier only; may return early. */
    void await(long nanos);

    /** Looks which channels are ready without waiting. Carrier only. */
    void poll();

    /** Wakes who waits for the next channel that was found ready; false if there is none left. Carrier only. */
    boolean wakeNext();

    /** Ends a wait, or the next one if none is under way. Any thread. */
    void wake();

    /** Has the engine watch a channel, which must be non-blocking. Only code that runs on this loop. */
    Readiness watch(SelectableChannel channel) throws IOException;

    /** Lets go of what the engine holds. Only a greenlet of the loop, the last thing before it stops. */
    @Override
    void close();

    /**
     * Makes the engine of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Engine named(String name) {
        return switch (name) {
            case "fast" -> new FastEngine();
            case "portable" -> new PortableEngine();
            default -> throw new IllegalArgumentException(
                    "There is no engine \"" + name + "\": choose \"fast\" or \"portable\"");
        };
    }
}
