package greenloom;

/**
 * A moment by which something has to be there, in the time of the loop that the caller runs on; outside any, in the system's.
 *
 * @param moment in seconds, infinite for never
 */
record Deadline(double moment) {
    /** So many seconds from now. */
    static Deadline in(double seconds) {
        return new Deadline(now() + seconds);
    }

    private static double now() {
        EventLoop loop = EventLoop.currentOrNull();
        return loop == null ? System.nanoTime() / 1e9 : loop.time();
    }

    /** How many seconds there are left; 0 if it is over, infinite for never. */
    double left() {
        return Math.max(0, moment - now());
    }
}
