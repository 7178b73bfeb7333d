package greenloom.internal;

import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * Lets greenlets wait until a channel can be read or written; at most one for each. Touched only by code that runs on the loop.
 *
 * <p>Interest in reading stays registered between reads, so that a busy connection costs no call into the system beside its own; it is taken back
 * when the channel turns out ready while nobody waits.
 */
public final class Readiness {
    private final SelectionKey key;
    private final Runnable changed;
    private @Nullable Waiter reader;
    private @Nullable Waiter writer;

    /**
     * Makes the readiness of a key, to be attached to it.
     *
     * @param changed called after the key's interest has grown or ended, for a selector that is perhaps waiting
     */
    Readiness(SelectionKey key, Runnable changed) {
        this.key = key;
        this.changed = changed;
    }

    /**
     * Waits until the channel can be read (or accepts, or has connected, whichever its kind waits for), at most {@code nanos}.
     *
     * @return false if the time was up first
     * @throws IllegalStateException if another greenlet waits for the same
     */
    public boolean awaitReadable(long nanos) {
        ensureNobody(reader, "read from");
        Waiter waiter = Waiter.alone(key.channel());
        reader = waiter;
        want(key.channel().validOps() & ~SelectionKey.OP_WRITE & ~SelectionKey.OP_CONNECT);
        try {
            return waiter.await(nanos);
        } finally {
            reader = null;
        }
    }

    /**
     * Waits until the channel can be written, at most {@code nanos}.
     *
     * @return false if the time was up first
     */
    public boolean awaitWritable(long nanos) {
        return awaitForWriting(SelectionKey.OP_WRITE, nanos);
    }

    /**
     * Waits until the channel has connected or failed to, at most {@code nanos}.
     *
     * @return false if the time was up first
     */
    public boolean awaitConnected(long nanos) {
        return awaitForWriting(SelectionKey.OP_CONNECT, nanos);
    }

    private boolean awaitForWriting(int operation, long nanos) {
        ensureNobody(writer, "write to");
        Waiter waiter = Waiter.alone(key.channel());
        writer = waiter;
        want(operation);
        try {
            return waiter.await(nanos);
        } finally {
            writer = null;
        }
    }

    private static void ensureNobody(@Nullable Waiter other, String verb) {
        if (other != null) {
            throw new IllegalStateException(
                    "Two greenlets want to " + verb + " one connection at once: " + other.strand()
                            + " waits already; let one greenlet own each direction");
        }
    }

    private void want(int operations) {
        int interest = key.interestOps();
        if ((interest & operations) != operations) {
            key.interestOps(interest | operations);
            changed.run();
        }
    }

    /** The selector found the channel ready: wakes who waits, and forgets the interest in what nobody waits for. */
    void wake(int readyOps) {
        int forWriting = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;
        int unwanted = 0;
        if ((readyOps & ~forWriting) != 0 && (reader == null || !reader.wake())) {
            unwanted |= readyOps & ~forWriting;
        }
        if ((readyOps & forWriting) != 0) {
            // Writing is almost always possible: the interest ends with the wait.
            unwanted |= readyOps & forWriting;
            if (writer != null) {
                writer.wake();
            }
        }
        if (unwanted != 0) {
            key.interestOps(key.interestOps() & ~unwanted);
        }
    }

    /** Wakes all who wait, for a channel that is being closed: their next operation tells them. */
    public void cancel() {
        key.cancel();
        // Only the selector lets the system's socket go.
        changed.run();
        if (reader != null) {
            reader.wake();
        }
        if (writer != null) {
            writer.wake();
        }
    }
}
