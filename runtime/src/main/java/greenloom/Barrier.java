package greenloom;

import greenloom.internal.Seconds;
import greenloom.internal.SpinLock;
import greenloom.internal.WaitQueue;
import greenloom.internal.Waiter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a number of greenlets wait for each other; when the last one comes, all go on, and the barrier is ready for the next round. {@code
 * asyncio.Barrier}.
 *
 * <p>One that is cancelled or times out while it waits has not come: the others wait on for one more, and the barrier is not broken. (In
 * that it differs from the JDK's {@code CyclicBarrier}.) May be used by any thread.
 */
public final class Barrier {
    private static final Object RESET = new Object();
    private static final Object ABORTED = new Object();

    private final SpinLock lock = new SpinLock();
    private final int parties;

    /** Under the lock. */
    private final WaitQueue waiters = new WaitQueue(lock);

    /** Under the lock. */
    private boolean broken;

    /**
     * Makes a barrier.
     *
     * @param parties how many must come
     * @throws IllegalArgumentException if that is less than one
     */
    public Barrier(int parties) {
        if (parties < 1) {
            throw new IllegalArgumentException("A barrier needs at least one party, not " + parties);
        }
        this.parties = parties;
    }

    /**
     * Waits until all have come.
     *
     * @return who this was, from 0 to {@code parties - 1}, in the order of coming
     * @throws BarrierBrokenException if the barrier is broken, or is broken or reset while this waits
     */
    public int await() {
        return await(Double.POSITIVE_INFINITY);
    }

    /**
     * Waits until all have come, at most {@code seconds}.
     *
     * @param seconds the longest wait
     * @return who this was, from 0 to {@code parties - 1}, in the order of coming
     * @throws Timeout if they have not by then; the others wait on
     * @throws BarrierBrokenException if the barrier is broken, or is broken or reset while this waits
     */
    public int await(double seconds) {
        Object answer = arrive(Seconds.toNanos(seconds));
        if (answer instanceof Integer index) {
            return index;
        }
        if (answer == null) {
            throw new Timeout(seconds);
        }
        throw new BarrierBrokenException(this, answer == RESET ? "was reset: come again" : "is broken: reset() it");
    }

    /**
     * Waits until all have come, at most {@code limit}; see {@link #await(double)}.
     *
     * @param limit the longest wait
     * @return who this was, in the order of coming
     */
    public int await(Duration limit) {
        return await(Seconds.of(limit));
    }

    /** The index, or why there is none; null if the time was up. */
    private @Nullable Object arrive(long nanos) {
        Waiter waiter;
        lock.lock();
        try {
            if (broken) {
                return ABORTED;
            }
            if (isLast()) {
                return wakeOthers();
            }
            waiter = waiters.enqueue(this);
        } finally {
            lock.unlock();
        }
        return waiter.await(nanos) ? waiter.value() : null;
    }

    private boolean isLast() {
        return waiters.size() >= parties - 1 && waiters.waiting() == parties - 1;
    }

    private int wakeOthers() {
        int index = 0;
        while (waiters.wakeOne(index)) {
            index++;
        }
        return index;
    }

    /** Sends away all who wait, with a {@link BarrierBrokenException}, and makes the barrier ready for a new round. */
    public void reset() {
        sendAway(RESET, false);
    }

    /** Breaks the barrier: who waits or comes gets a {@link BarrierBrokenException} until it is reset. */
    public void abort() {
        sendAway(ABORTED, true);
    }

    private void sendAway(Object why, boolean newBroken) {
        lock.lock();
        broken = newBroken;
        waiters.wakeAll(why);
        lock.unlock();
    }

    /** What goes on at it now. */
    public Statistics statistics() {
        lock.lock();
        try {
            return new Statistics(parties, waiters.waiting(), broken);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What goes on at a barrier.
     *
     * @param parties how many must come
     * @param waiting how many have come and wait
     * @param broken whether it is broken
     */
    public record Statistics(int parties, int waiting, boolean broken) {
    }

    @Override
    public String toString() {
        Statistics now = statistics();
        return "<Barrier " + now.waiting() + "/" + parties + " wait" + (now.broken() ? ", broken" : "") + ">";
    }
}
