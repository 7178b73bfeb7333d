package greenloom.internal;

/** Where a loop's time comes from. */
public interface TimeSource {
    /** The loop's time in nanoseconds, from an origin of its own; may be called from any thread. */
    long nanos();

    /**
     * Called on the carrier when nothing is ready and the next timer is due at {@code deadline}: how long the engine shall really wait, in
     * nanoseconds. A clock that {@link #jumps} moves itself to the deadline and answers zero.
     */
    long untilDue(long deadline);

    /** Whether this is not the machine's time. */
    boolean isVirtual();

    /** Whether it goes on only when everything waits, and then at once to what is due next. */
    default boolean jumps() {
        return false;
    }

    /** Has {@code waker} run after time has moved on by more than its course. Any thread. */
    default void onJump(Runnable waker) {}

    /** Undoes {@link #onJump}. Any thread. */
    default void offJump(Runnable waker) {}

    /** The machine's monotonic clock. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }

    /** The machine's monotonic clock, {@link System#nanoTime()}. */
    enum SystemTime implements TimeSource {
        INSTANCE;

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long untilDue(long deadline) {
            return deadline - System.nanoTime();
        }

        @Override
        public boolean isVirtual() {
            return false;
        }
    }
}
