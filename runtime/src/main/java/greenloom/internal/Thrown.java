package greenloom.internal;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What has been thrown at one strand and has not arrived: made at the first throw, as most strands never see one. Under the lock of their {@link Deliveries}. */
final class Thrown {
    /** Delivered and not thrown yet. */
    final Queue<Throwable> pending = new ArrayDeque<>(1);

    /** The pending one for which the thread was interrupted, until it is known whether a JDK call used that up. */
    @Nullable Throwable sent;

    /** Whether the thread was interrupted for {@link #sent} already; from the carrier that takes another turn. */
    boolean interrupted;

    /** When {@link #sent} was set, in {@link System#nanoTime()}. */
    long sentAt;

    /** The last one that the strand got as the JDK's own exception for an interrupt. */
    @Nullable Throwable disguised;

    /** Whether one of the same class as {@code exception} is pending. */
    boolean holdsOneLike(Throwable exception) {
        return pending.stream().anyMatch(one -> one.getClass() == exception.getClass());
    }

    /** Takes {@code exception} back; true if it had not been thrown. */
    boolean takeBack(Throwable exception) {
        if (sent == exception) {
            settle();
        }
        if (disguised == exception) {
            disguised = null;
        }
        return pending.remove(exception);
    }

    /** The next one to throw, or null. Only the thread that acts for the strand. */
    @Nullable Throwable take() {
        settle();
        return pending.poll();
    }

    /**
     * Finds out whether the interrupt was used up by a JDK call. If not, or not sent yet, it is taken back: the exception goes its normal way.
     * Only the thread that acts for the strand.
     */
    void settle() {
        Throwable exception = sent;
        if (exception == null) {
            return;
        }
        sent = null;
        Checkpoint.disarm();
        boolean used = interrupted && !Thread.interrupted();
        if (used && pending.remove(exception)) {
            disguised = exception;
        }
    }

    /** What {@code interruption}, which a JDK call has thrown, really was. Only the thread that acts for the strand. */
    Throwable translate(Throwable interruption) {
        if (sent != null && interrupted) {
            // Sockets and channels throw with the interrupt flag still set: what came up tells that it was used.
            Thread.interrupted();
            settle();
        }
        return disguised == null ? interruption : disguised;
    }

    /** The strand has ended: nothing will arrive any more. */
    void drop() {
        if (sent != null) {
            sent = null;
            Checkpoint.disarm();
        }
    }
}
