package greenloom.internal;

/** What is booked of somebody's turns, for those who look. Carrier only. */
interface Account {
    /** A turn begins. */
    void begins();

    /** A turn is over that took {@code nanos} nanoseconds; only on loops that measure. */
    void took(long nanos);
}
