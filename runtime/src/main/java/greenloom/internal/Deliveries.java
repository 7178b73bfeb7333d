package greenloom.internal;

import org.jspecify.annotations.Nullable;

/**
 * What was thrown at a strand from elsewhere (a kill, a cancel, a timeout, an interrupt) and when the strand gets it: the one mechanism
 * for all of them.
 *
 * <p>An exception is delivered at the next waiting point. A strand that waits at one of ours is woken and throws it there. One that waits
 * inside a blocking JDK call is interrupted; the call then throws what the JDK throws, and whoever owns the delivered exception asks
 * {@link #translate} at its boundary whether that was its own. One that computes gets it at its next wait or {@link Checkpoint}.
 */
public final class Deliveries extends SpinLock {
    private final Strand strand;

    /** Written under the lock, as what is in it: what was thrown at it; null if nothing ever was. */
    private volatile @Nullable Thrown thrown;

    /** Under the lock: the wait at one of our own waiting points, if any. */
    private @Nullable Waiter waiter;

    /** Under the lock. */
    private boolean ended;

    Deliveries(Strand strand) {
        this.strand = strand;
    }

    /**
     * Throws {@code exception} in the strand at its next waiting point. Any thread, also the carrier.
     *
     * @return false if the strand has ended
     */
    public boolean deliver(Throwable exception) {
        return deliver(exception, false);
    }

    /**
     * Like {@link #deliver(Throwable)}, but leaves it at the one that is pending if that is of the same class: asked twice before it has arrived, the
     * strand is asked once.
     *
     * @return false if the strand has ended
     */
    public boolean deliverOnce(Throwable exception) {
        return deliver(exception, true);
    }

    private boolean deliver(Throwable exception, boolean once) {
        lock();
        try {
            if (ended) {
                return false;
            }
            Thrown mine = thrown();
            if (once && mine.holdsOneLike(exception)) {
                return true;
            }
            mine.pending.add(exception);
            Thread actor = strand.actor();
            if (actor != null && actor != Thread.currentThread() && (waiter == null || !waiter.cancel())) {
                send(mine, exception);
            }
            return true;
        } finally {
            unlock();
        }
    }

    /** The strand waits in a JDK call or computes: interrupts it, and lets its checkpoints look. */
    private void send(Thrown mine, Throwable exception) {
        if (mine.sent == null) {
            Checkpoint.arm();
            mine.sentAt = System.nanoTime();
            mine.interrupted = false;
        }
        mine.sent = exception;
        if (Thread.currentThread().isVirtual() || !strand.scheduler().isCarrier()) {
            interruptActor(mine);
        } else {
            // Thread.interrupt takes a monitor that a greenlet may hold: the carrier must not.
            strand.scheduler().onVirtualThread(() -> interruptIfStillSent(mine, exception));
        }
    }

    private void interruptIfStillSent(Thrown mine, Throwable exception) {
        lock();
        try {
            if (mine.sent == exception) {
                interruptActor(mine);
            }
        } finally {
            unlock();
        }
    }

    private void interruptActor(Thrown mine) {
        Thread actor = strand.actor();
        if (actor != null) {
            mine.interrupted = true;
            actor.interrupt();
        }
    }

    /**
     * From now on {@code actor} acts for the strand in place of the current thread. Under the lock, so that no interrupt that was meant for the one
     * hits the other.
     *
     * @return whether the current thread was interrupted and did not notice: then {@code actor} shall
     */
    boolean passTo(Thread actor) {
        lock();
        strand.actAs(actor);
        boolean unnoticed = Thread.interrupted();
        unlock();
        return unnoticed;
    }

    /** Throws {@code exception} at the waiting point where the strand waits now; false if it does not wait at one of ours. Any thread. */
    public boolean deliverToWaiter(Throwable exception) {
        lock();
        try {
            boolean cancelled = waiter != null && waiter.cancel();
            if (cancelled) {
                thrown().pending.add(exception);
            }
            return cancelled;
        } finally {
            unlock();
        }
    }

    /** Takes back all that is pending of that class. Only the strand itself. */
    public void withdrawAll(Class<? extends Throwable> kind) {
        for (Throwable next = firstPending(kind); next != null; next = firstPending(kind)) {
            withdraw(next);
        }
    }

    private @Nullable Throwable firstPending(Class<? extends Throwable> kind) {
        lock();
        try {
            return thrown == null ? null
                    : thrown.pending.stream().filter(kind::isInstance).findFirst().orElse(null);
        } finally {
            unlock();
        }
    }

    /**
     * Takes {@code exception} back if it has not been thrown yet, and forgets that it was thrown in disguise. Only the strand itself.
     *
     * @return whether it had not been thrown
     */
    public boolean withdraw(Throwable exception) {
        lock();
        try {
            return thrown != null && thrown.takeBack(exception);
        } finally {
            unlock();
        }
    }

    /** Whether anything was ever thrown at it: a look without a lock. Any thread. */
    boolean isPossible() {
        return thrown != null;
    }

    /** Throws what is pending, if anything is. Only the thread that acts for the strand. */
    public void throwPending() {
        strand.rejoin();
        Throwable next = thrown == null ? null : take();
        if (next != null) {
            throw Sneaky.rethrow(next);
        }
    }

    /**
     * Tells what {@code exception}, which has come up to a boundary, really was: the delivered exception if it is what a JDK call threw because of
     * that one, else itself. Only the thread that acts for the strand.
     */
    public Throwable translate(Throwable exception) {
        if (!Interruptions.isInterruption(exception)) {
            return exception;
        }
        lock();
        try {
            return thrown == null ? exception : thrown.translate(exception);
        } finally {
            unlock();
        }
    }

    /** Whether something is pending, which the strand will get at its next waiting point. Any thread. */
    public boolean isPending() {
        lock();
        try {
            return hasPending();
        } finally {
            unlock();
        }
    }

    /** Whether the strand was interrupted that long ago and still has not come to any waiting point or checkpoint. Any thread. */
    boolean ignoredFor(long nanos) {
        lock();
        try {
            return thrown != null && thrown.sent != null && System.nanoTime() - thrown.sentAt > nanos;
        } finally {
            unlock();
        }
    }

    /** Whether the strand lives and does not wait at one of our own waiting points: then anybody may let it go on. Any thread. */
    boolean mayBeWokenByAnybody() {
        lock();
        try {
            return !ended && (waiter == null || waiter.mayEndByItself());
        } finally {
            unlock();
        }
    }

    /** What the strand waits for at one of our waiting points, or null. Any thread. */
    public @Nullable Object waitsFor() {
        lock();
        try {
            return waiter == null ? null : waiter.site();
        } finally {
            unlock();
        }
    }

    /** Begins a wait, unless something is pending: then the waiter is cancelled at once (or was woken already, which wins). */
    void begin(Waiter newWaiter) {
        strand.rejoin();
        lock();
        try {
            if (thrown != null) {
                thrown.settle();
            }
            if (hasPending()) {
                newWaiter.cancel();
            } else {
                waiter = newWaiter;
            }
        } finally {
            unlock();
        }
    }

    void finish() {
        lock();
        waiter = null;
        unlock();
    }

    boolean hasEnded() {
        lock();
        try {
            return ended;
        } finally {
            unlock();
        }
    }

    void end() {
        lock();
        ended = true;
        if (thrown != null) {
            thrown.drop();
            thrown = null;
        }
        unlock();
    }

    private boolean hasPending() {
        return thrown != null && !thrown.pending.isEmpty();
    }

    private @Nullable Throwable take() {
        lock();
        try {
            return thrown == null ? null : thrown.take();
        } finally {
            unlock();
        }
    }

    private Thrown thrown() {
        Thrown mine = thrown;
        if (mine == null) {
            mine = new Thrown();
            thrown = mine;
        }
        return mine;
    }
}
