package greenloom;

import greenloom.internal.Seconds;
import greenloom.internal.SpinLock;
import greenloom.internal.Strand;
import greenloom.internal.WaitQueue;
import greenloom.internal.Waiter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets one greenlet in at a time, the one first that has waited longest. {@code asyncio.Lock}; re-entrant: {@code gevent.lock.RLock}.
 *
 * <pre>{@code
 * try (var held = mutex.hold()) { ... }
 * }</pre>
 *
 * <p>Between greenlets of one loop it is needed only where the code that it guards waits. It belongs to the greenlet that took it, which
 * alone may release it; taking it again is an error unless it is re-entrant (Python's {@code asyncio.Lock} waits for itself for ever). A wait
 * that times out or is cancelled takes nothing. May be used by any thread.
 */
public final class Mutex {
    private final SpinLock lock = new SpinLock();
    private final boolean reentrant;
    private final Object site = new MutexSite(this);

    /** Under the lock. */
    private final WaitQueue waiters = new WaitQueue(lock);

    /** Under the lock: a strand, or a thread that belongs to no greenlet. */
    private @Nullable Object owner;

    /** Under the lock: how often the owner has taken it. */
    private int depth;

    /** Makes a mutex that nobody holds and that cannot be taken twice. */
    public Mutex() {
        this(false);
    }

    private Mutex(boolean reentrant) {
        this.reentrant = reentrant;
    }

    /** Makes a mutex that its owner may take again, to be released as often. {@code RLock}. */
    public static Mutex reentrant() {
        return new Mutex(true);
    }

    static Object me() {
        Strand self = Strand.self();
        return self == null ? Thread.currentThread() : self;
    }

    /**
     * Takes it, waiting for it.
     *
     * @throws IllegalStateException if the caller holds it already and it is not re-entrant
     */
    public void acquire() {
        acquireNanos(Long.MAX_VALUE);
    }

    /**
     * Takes it, waiting at most {@code seconds} for it.
     *
     * @param seconds the longest wait
     * @return whether it was taken
     */
    public boolean acquire(double seconds) {
        return acquireNanos(Seconds.toNanos(seconds));
    }

    /**
     * Takes it, waiting at most {@code limit} for it.
     *
     * @param limit the longest wait
     * @return whether it was taken
     */
    public boolean acquire(Duration limit) {
        return acquire(Seconds.of(limit));
    }

    /**
     * Takes it if nobody holds it.
     *
     * @return whether it was taken
     */
    public boolean tryAcquire() {
        return acquireNanos(0);
    }

    private boolean acquireNanos(long nanos) {
        Object me = me();
        ensureMayTake(me);
        Waiter waiter;
        lock.lock();
        try {
            if (owner == null || owner == me) {
                owner = me;
                depth++;
                return true;
            }
            if (nanos <= 0) {
                return false;
            }
            waiter = waiters.enqueue(site);
        } finally {
            lock.unlock();
        }
        return waiter.await(nanos);
    }

    /** Nobody but the caller itself could make it the owner between this and the taking. */
    private void ensureMayTake(Object me) {
        if (!reentrant && isOwner(me)) {
            throw new IllegalStateException(
                    describe(me) + " holds " + this + " already: release it first, or use Mutex.reentrant()");
        }
    }

    private boolean isOwner(Object me) {
        lock.lock();
        try {
            return owner == me;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives it back, to whoever has waited longest for it; a re-entrant one when it was given back as often as it was taken.
     *
     * @throws IllegalStateException if the caller does not hold it ({@code RuntimeError})
     */
    public void release() {
        Object me = me();
        ensureOwner(me, "release");
        lock.lock();
        depth--;
        if (depth == 0) {
            handOver(1);
        }
        lock.unlock();
    }

    void ensureOwner(Object me, String what) {
        if (!isOwner(me)) {
            throw new IllegalStateException(
                    describe(me) + " cannot " + what + " " + this + ": only whoever holds it can, acquire() it first");
        }
    }

    private void handOver(int newDepth) {
        owner = null;
        depth = 0;
        for (Waiter next = waiters.poll(); next != null; next = waiters.poll()) {
            Strand strand = next.strand();
            owner = strand == null ? next.thread() : strand;
            depth = newDepth;
            if (next.wake()) {
                return;
            }
            owner = null;
            depth = 0;
        }
    }

    /** Lets go of it altogether, however often it was taken. */
    int releaseAll() {
        lock.lock();
        int held = depth;
        handOver(1);
        lock.unlock();
        return held;
    }

    /** Takes it back after {@link #releaseAll()}, whatever comes; what came meanwhile is added to {@code came}. */
    void reacquire(int newDepth, List<Throwable> came) {
        for (boolean taken = false; !taken;) {
            try {
                acquireNanos(Long.MAX_VALUE);
                taken = true;
            } catch (Throwable e) {
                came.add(e);
            }
        }
        lock.lock();
        depth = newDepth;
        lock.unlock();
    }

    /**
     * Takes it, to be released at the end of a {@code try} block.
     *
     * @return closing it releases the mutex
     */
    public Hold hold() {
        acquire();
        return new Hold(this::release);
    }

    /** Makes a condition that is waited for while this mutex is held. */
    public Condition newCondition() {
        return new Condition(this);
    }

    /** Whether anybody holds it. */
    public boolean isLocked() {
        return statistics().locked();
    }

    /** Who holds it: the greenlet, or a thread that is none; null if nobody does. */
    public @Nullable Object owner() {
        lock.lock();
        Object held = owner;
        lock.unlock();
        return held instanceof Strand strand ? strand.owner() : held;
    }

    /** What goes on at it now. */
    public Statistics statistics() {
        lock.lock();
        try {
            return new Statistics(owner != null, depth, waiters.size());
        } finally {
            lock.unlock();
        }
    }

    /**
     * What goes on at a mutex.
     *
     * @param locked whether anybody holds it
     * @param depth how often its owner has taken it
     * @param waiting how many wait for it
     */
    public record Statistics(boolean locked, int depth, int waiting) {
    }

    private static String describe(@Nullable Object holder) {
        return switch (holder) {
            case null -> "nobody";
            case Strand strand -> "greenlet \"" + ((Greenlet<?>) strand.owner()).name() + "\"";
            case Greenlet<?> greenlet -> "greenlet \"" + greenlet.name() + "\"";
            case Thread thread -> "thread \"" + thread.getName() + "\"";
            default -> holder.toString();
        };
    }

    @Override
    public String toString() {
        Object held = owner();
        return "<Mutex " + (held == null ? "free" : "held by " + describe(held)) + ">";
    }
}
