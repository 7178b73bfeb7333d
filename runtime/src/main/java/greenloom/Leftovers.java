package greenloom;

import greenloom.internal.Scheduler;
import greenloom.internal.SpinLock;
import greenloom.internal.Strand;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The generators of one loop that have begun and not ended, or those that began outside any loop. Their bodies are held here, the generators
 * themselves are not: so a dropped one is found, and closed on its loop, where its {@code finally} blocks may use what belongs to that.
 */
final class Leftovers {
    private static final Leftovers OUTSIDE = new Leftovers(null);

    /** After so long, in nanoseconds, the others on the loop have their turn. */
    private static final long SLICE = 2_000_000;

    private final @Nullable EventLoop loop;
    private final SpinLock lock = new SpinLock();

    /** Found to be unreachable and not closed yet. */
    private final Queue<Leftover> dropped = new ConcurrentLinkedQueue<>();

    /** Under the lock. */
    private @Nullable Leftover first;

    /** Counts those who have been closed; to see whether one hangs. */
    private final AtomicLong closed = new AtomicLong();

    Leftovers(@Nullable EventLoop loop) {
        this.loop = loop;
    }

    static Leftovers of(@Nullable Scheduler scheduler) {
        return scheduler == null ? OUTSIDE : ((EventLoop) scheduler.owner()).leftovers();
    }

    boolean isOutside() {
        return loop == null;
    }

    void add(Leftover leftover) {
        lock.lock();
        Leftover following = first;
        leftover.next = following;
        if (following != null) {
            following.previous = leftover;
        }
        first = leftover;
        lock.unlock();
    }

    void remove(Leftover leftover) {
        lock.lock();
        Leftover before = leftover.previous;
        Leftover after = leftover.next;
        if (before != null) {
            before.next = after;
        } else if (first == leftover) {
            first = after;
        }
        if (after != null) {
            after.previous = before;
        }
        leftover.previous = null;
        leftover.next = null;
        lock.unlock();
    }

    private @Nullable Leftover first() {
        lock.lock();
        try {
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** The loop ends: closes all that are left, one after the other. Only a greenlet of the loop. */
    void closeAll() {
        for (Leftover leftover = first(); leftover != null; leftover = first()) {
            remove(leftover);
            leftover.close();
        }
    }

    /** This one was found to be unreachable. */
    void drop(Leftover leftover) {
        dropped.add(leftover);
    }

    /** Whether there is anything to close. */
    boolean hasDropped() {
        return !dropped.isEmpty();
    }

    long closed() {
        return closed.get();
    }

    /** Has somebody close what was dropped: a greenlet of the loop, or a thread if there is no loop (any more). */
    void sweep() {
        if (loop != null && loop.isOpen()) {
            loop.spawn("dropped generators", this::closeDropped);
        } else {
            Thread.ofPlatform().name("greenloom-dropped").daemon().start(this::closeDropped);
        }
    }

    private void closeDropped() {
        long start = System.nanoTime();
        for (Leftover leftover = dropped.poll(); leftover != null; leftover = dropped.poll()) {
            leftover.close();
            closed.incrementAndGet();
            if (System.nanoTime() - start > SLICE && Strand.self() != null) {
                Async.yieldNow();
                start = System.nanoTime();
            }
        }
    }

    /** Tells of a body that failed while it was closed and nobody was there. */
    void tell(String name, Throwable error) {
        if (loop != null && Strand.self() != null) {
            loop.failures()
                    .tell(new EventLoop.Failure(
                            "Generator \"" + name + "\" was dropped unfinished and failed while it was closed",
                            Async.current(), error));
        } else {
            UncaughtErrors.report("Generator \"" + name + "\" was dropped unfinished and failed while it was closed",
                    error);
        }
    }
}
