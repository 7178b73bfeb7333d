package greenloom;

/**
 * What {@code asCompleted} can wait for side by side: something that is over one day, an event that gets set, or a semaphore that has a permit
 * at hand. What {@code gevent.iwait} takes.
 */
public sealed interface Waitable permits Awaitable, Event, BoundedSemaphore {
    /** Whether waiting for it would be over at once. */
    boolean ready();
}
