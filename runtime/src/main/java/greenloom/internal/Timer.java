package greenloom.internal;

/** An entry of the loop's timer heap. Waiters are timers, so that a timed wait costs one object. */
public abstract class Timer {
    /** Carrier only: the loop's time, in nanoseconds, at which this fires. */
    long deadline;

    /** Carrier only: equal deadlines fire in the order they were set. */
    long sequence;

    /** Carrier only: the place in the heap, or -1 while in none. */
    int index = -1;

    /** Called on the carrier itself, outside any greenlet, when the time has come: must not block and must not run user code. */
    protected abstract void fire();
}
