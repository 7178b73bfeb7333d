package greenloom.internal;

/** Where a loop's time comes from. */
public interface TimeSource {
    /** The loop's time in nanoseconds, from an origin of its own; may be called from any thread. */
    long nanos();

    /**
     * Called on the carrier when nothing is ready and the next timer is due at {@code deadline}: how long the engine shall really wait, in
     * nanoseconds. A virtual clock moves itself to the deadline and answers zero.
     */
    long untilDue(long deadline);

    /** Whether this is a clock that runs only when everything waits. */
    boolean isVirtual();

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
