package greenloom;

import greenloom.internal.Seconds;
import greenloom.internal.TimeSource;
import greenloom.internal.VirtualTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A clock for {@link LoopOptions#clock} that does not go with the machine's. {@code trio.testing.MockClock}.
 *
 * <p>{@code new VirtualClock()} stands still while anything runs and jumps to the next due time when everything waits: sleeps and timeouts take
 * no time, and runs repeat exactly. {@link #atRate} makes one that goes faster or slower than the machine's, or, at rate 0, only by {@link
 * #jump}. Several loops may share one, if it is not of the first kind.
 */
public final class VirtualClock {
    private final VirtualTime time;

    /** Makes a clock that starts at zero and jumps whenever its loop has nothing else to do. */
    public VirtualClock() {
        this(VirtualTime.jumping());
    }

    private VirtualClock(VirtualTime time) {
        this.time = time;
    }

    /**
     * Makes a clock that starts at zero, now, and goes {@code rate} times as fast as the machine's.
     *
     * @param rate seconds of this clock for each second of the machine's; 0 for one that goes only by {@link #jump}
     * @throws IllegalArgumentException if the rate is negative or not a number: time does not go back
     */
    public static VirtualClock atRate(double rate) {
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("A clock cannot go at rate " + rate + ": give 0 or more");
        }
        return new VirtualClock(VirtualTime.atRate(rate));
    }

    /**
     * Moves the clock on; what has become due runs, each loop in its own turn. Any thread, and any greenlet.
     *
     * @param seconds how far
     * @throws IllegalArgumentException if {@code seconds} is negative or not a number: time does not go back
     */
    public void jump(double seconds) {
        time.jump(Seconds.toNanos(Seconds.notBackwards(seconds)));
    }

    /**
     * Moves the clock on; see {@link #jump(double)}.
     *
     * @param by how far
     */
    public void jump(Duration by) {
        jump(Seconds.of(by));
    }

    /** What it shows, in seconds since it was made, jumps included. */
    public double time() {
        return Seconds.of(time.nanos());
    }

    @Override
    public String toString() {
        return "VirtualClock[" + time() + " s]";
    }

    static TimeSource sourceOf(@Nullable VirtualClock clock) {
        return clock == null ? TimeSource.system() : clock.time;
    }
}
