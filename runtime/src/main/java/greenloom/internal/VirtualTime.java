package greenloom.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The time of a virtual clock: some multiple of the machine's, and what was jumped over. */
public final class VirtualTime implements TimeSource {
    private final long origin = System.nanoTime();
    private final double rate;
    private final boolean jumps;
    private final AtomicLong jumped = new AtomicLong(); // by any thread
    private final Set<Runnable> wakers = ConcurrentHashMap.newKeySet(); // of the loops that go by it; any thread

    private VirtualTime(double rate, boolean jumps) {
        this.rate = rate;
        this.jumps = jumps;
    }

    /** A time that stands still, and jumps to what is due next when its loop waits. */
    public static VirtualTime jumping() {
        return new VirtualTime(0, true);
    }

    /** A time that goes {@code rate} times as fast as the machine's; not at all if that is 0. */
    public static VirtualTime atRate(double rate) {
        return new VirtualTime(rate, false);
    }

    /** Moves it on by {@code nanos}, which are not negative. Any thread. */
    public void jump(long nanos) {
        jumped.addAndGet(nanos);
        wakers.forEach(Runnable::run);
    }

    @Override
    public long nanos() {
        // Rate 0 is not multiplied: repeatable runs must not depend on how a rounding comes out.
        return rate == 0 ? jumped.get() : jumped.get() + (long) ((System.nanoTime() - origin) * rate);
    }

    @Override
    public long untilDue(long deadline) {
        if (jumps) {
            jumped.accumulateAndGet(deadline, Math::max);
            return 0;
        }
        // Rounded up: a loop that wakes just before its timer would look again and again.
        return rate == 0 ? Long.MAX_VALUE : (long) Math.ceil((deadline - nanos()) / rate);
    }

    @Override
    public boolean isVirtual() {
        return true;
    }

    @Override
    public boolean jumps() {
        return jumps;
    }

    @Override
    public void onJump(Runnable waker) {
        wakers.add(waker);
    }

    @Override
    public void offJump(Runnable waker) {
        wakers.remove(waker);
    }
}
