package greenloom.internal;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What was thrown at a strand from elsewhere (a kill, a cancel, a timeout, an interrupt) and when the strand gets it: the one mechanism
 * for all of them.
 *
 * <p>An exception is delivered at the next waiting point. A strand that waits at one of ours is woken and throws it there. One that waits
 * inside a blocking JDK call is interrupted; the call then throws what the JDK throws, and whoever owns the delivered exception asks
 * {@link #translate} at its boundary whether that was its own. One that computes gets it at its next wait or {@link Checkpoint}.
 */
public final class Deliveries {
    private final Strand strand;
    private final SpinLock lock = new SpinLock();

    /** Under the lock: delivered and not thrown yet. */
    private @Nullable Queue<Throwable> pending;

    /** Under the lock: the pending one for which the thread was interrupted, until it is known whether a JDK call used that up. */
    private @Nullable Throwable sent;

    /** Under the lock: whether the thread was interrupted for {@link #sent} already; from the carrier that takes another turn. */
    private boolean interrupted;

    /** Under the lock: when {@link #sent} was set, in {@link System#nanoTime()}. */
    private long sentAt;

    /** Under the lock: the last one that the strand got as the JDK's own exception for an interrupt. */
    private @Nullable Throwable disguised;

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
        lock.lock();
        try {
            if (ended) {
                return false;
            }
            if (once && pending != null && pending.stream().anyMatch(one -> one.getClass() == exception.getClass())) {
                return true;
            }
            pending().add(exception);
            Thread actor = strand.actor();
            if (actor != null && actor != Thread.currentThread() && (waiter == null || !waiter.cancel())) {
                send(exception);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The strand waits in a JDK call or computes: interrupts it, and lets its checkpoints look. */
    private void send(Throwable exception) {
        if (sent == null) {
            Checkpoint.arm();
            sentAt = System.nanoTime();
            interrupted = false;
        }
        sent = exception;
        if (Thread.currentThread().isVirtual() || !strand.scheduler().isCarrier()) {
            interruptActor();
        } else {
            // Thread.interrupt takes a monitor that a greenlet may hold: the carrier must not.
            strand.scheduler().onVirtualThread(() -> interruptIfStillSent(exception));
        }
    }

    private void interruptIfStillSent(Throwable exception) {
        lock.lock();
        try {
            if (sent == exception) {
                interruptActor();
            }
        } finally {
            lock.unlock();
        }
    }

    private void interruptActor() {
        Thread actor = strand.actor();
        if (actor != null) {
            interrupted = true;
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
        lock.lock();
        strand.actAs(actor);
        boolean unnoticed = Thread.interrupted();
        lock.unlock();
        return unnoticed;
    }

    /** Throws {@code exception} at the waiting point where the strand waits now; false if it does not wait at one of ours. Any thread. */
    public boolean deliverToWaiter(Throwable exception) {
        lock.lock();
        try {
            boolean cancelled = waiter != null && waiter.cancel();
            if (cancelled) {
                pending().add(exception);
            }
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    /** Takes back all that is pending of that class. Only the strand itself. */
    public void withdrawAll(Class<? extends Throwable> kind) {
        for (Throwable next = firstPending(kind); next != null; next = firstPending(kind)) {
            withdraw(next);
        }
    }

    private @Nullable Throwable firstPending(Class<? extends Throwable> kind) {
        lock.lock();
        try {
            return pending == null ? null : pending.stream().filter(kind::isInstance).findFirst().orElse(null);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes {@code exception} back if it has not been thrown yet, and forgets that it was thrown in disguise. Only the strand itself.
     *
     * @return whether it had not been thrown
     */
    public boolean withdraw(Throwable exception) {
        lock.lock();
        try {
            if (sent == exception) {
                settleSent();
            }
            if (disguised == exception) {
                disguised = null;
            }
            return pending != null && pending.remove(exception);
        } finally {
            lock.unlock();
        }
    }

    /** Throws what is pending, if anything is. Only the thread that acts for the strand. */
    public void throwPending() {
        strand.rejoin();
        lock.lock();
        Throwable next;
        try {
            next = take();
        } finally {
            lock.unlock();
        }
        if (next != null) {
            throw Sneaky.rethrow(next);
        }
    }

    /**
     * Tells what {@code thrown}, which has come up to a boundary, really was: the delivered exception if it is what a JDK call threw because of
     * that one, else itself. Only the thread that acts for the strand.
     */
    public Throwable translate(Throwable thrown) {
        if (!Interruptions.isInterruption(thrown)) {
            return thrown;
        }
        lock.lock();
        try {
            if (sent != null && interrupted) {
                // Sockets and channels throw with the interrupt flag still set: what came up tells that it was used.
                Thread.interrupted();
                settleSent();
            }
            return disguised == null ? thrown : disguised;
        } finally {
            lock.unlock();
        }
    }

    /** Whether something is pending, which the strand will get at its next waiting point. Any thread. */
    public boolean isPending() {
        lock.lock();
        try {
            return pending != null && !pending.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the strand was interrupted that long ago and still has not come to any waiting point or checkpoint. Any thread. */
    boolean ignoredFor(long nanos) {
        lock.lock();
        try {
            return sent != null && System.nanoTime() - sentAt > nanos;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the strand lives and does not wait at one of our own waiting points: then anybody may let it go on. Any thread. */
    boolean mayBeWokenByAnybody() {
        lock.lock();
        try {
            return !ended && (waiter == null || waiter.mayEndByItself());
        } finally {
            lock.unlock();
        }
    }

    /** What the strand waits for at one of our waiting points, or null. Any thread. */
    public @Nullable Object waitsFor() {
        lock.lock();
        try {
            return waiter == null ? null : waiter.site();
        } finally {
            lock.unlock();
        }
    }

    /** Begins a wait, unless something is pending: then the waiter is cancelled at once (or was woken already, which wins). */
    void begin(Waiter newWaiter) {
        strand.rejoin();
        lock.lock();
        try {
            settleSent();
            if (pending != null && !pending.isEmpty()) {
                newWaiter.cancel();
            } else {
                waiter = newWaiter;
            }
        } finally {
            lock.unlock();
        }
    }

    void finish() {
        lock.lock();
        waiter = null;
        lock.unlock();
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        ended = true;
        pending = null;
        if (sent != null) {
            sent = null;
            Checkpoint.disarm();
        }
        disguised = null;
        lock.unlock();
    }

    private Queue<Throwable> pending() {
        if (pending == null) {
            pending = new ArrayDeque<>(1);
        }
        return pending;
    }

    private @Nullable Throwable take() {
        settleSent();
        return pending == null ? null : pending.poll();
    }

    /** Finds out whether the interrupt was used up by a JDK call. If not, or not sent yet, it is taken back: the exception goes its normal way. */
    private void settleSent() {
        Throwable exception = sent;
        if (exception == null) {
            return;
        }
        sent = null;
        Checkpoint.disarm();
        boolean used = interrupted && !Thread.interrupted();
        if (used && pending().remove(exception)) {
            disguised = exception;
        }
    }
}
