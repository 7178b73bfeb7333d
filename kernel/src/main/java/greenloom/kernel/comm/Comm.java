package greenloom.kernel.comm;

import greenloom.Event;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An open line between cells and something in the front end. Whoever handles its messages does so on greenlets: one for each
 * message, begun in the order of arrival. Safe for use by any thread. {@code comm.Comm} of ipykernel.
 */
public final class Comm implements AutoCloseable {
    private final Comms comms;
    private final String id;
    private final String target;
    private final Object home;
    private final Event settled = new Event(); // set once messages need not wait for a handler any more
    private volatile @Nullable Owned<CommHandler> onMessage; // set by user code, read by the greenlets of messages
    private volatile @Nullable Owned<CommHandler> onClose;

    /** Something of user code, and on whose behalf it runs. */
    record Owned<T>(T handler, Object owner) {}

    /** One that belongs to {@code home} as long as nobody else handles its messages. */
    Comm(Comms comms, String id, String target, Object home) {
        this.comms = comms;
        this.id = id;
        this.target = target;
        this.home = home;
    }

    /** By which both ends know it. */
    public String id() {
        return id;
    }

    /** The name that it was opened to. */
    public String target() {
        return target;
    }

    /** Whether neither end has closed it. */
    public boolean isOpen() {
        return comms.isOpen(this);
    }

    /**
     * Sends a message to the front end.
     *
     * @param data what JSON can be made of
     * @param buffers binary data, passed on untouched
     * @throws IllegalStateException if the comm is closed
     * @throws IllegalArgumentException if JSON cannot be made of {@code data}
     */
    public void send(Map<String, ?> data, byte[]... buffers) {
        ensureOpen();
        comms.send("comm_msg", Map.of("comm_id", id, "data", data), copies(buffers));
    }

    /** From now on {@code handler} takes what the front end sends; messages that nobody takes are dropped. */
    public Comm onMessage(CommHandler handler) {
        onMessage = comms.owned(handler);
        settled.set();
        return this;
    }

    /** Has {@code handler} called when the front end closes the comm, with its last message. */
    public Comm onClose(CommHandler handler) {
        onClose = comms.owned(handler);
        return this;
    }

    /** Closes it; the front end is told. Does nothing if it is closed. */
    @Override
    public void close() {
        close(Map.of());
    }

    /** Closes it with a last message; does nothing if it is closed. */
    public void close(Map<String, ?> data, byte[]... buffers) {
        if (comms.forget(this)) {
            comms.send("comm_close", Map.of("comm_id", id, "data", data), copies(buffers));
        }
    }

    private void ensureOpen() {
        if (!isOpen()) {
            throw new IllegalStateException(this + " is closed: open another one.");
        }
    }

    static List<byte[]> copies(byte[]... buffers) {
        return Arrays.stream(buffers).map(byte[]::clone).toList();
    }

    /** On whose behalf a message is taken that comes now. */
    Object receiver() {
        Owned<CommHandler> receiver = onMessage;
        return receiver == null ? home : receiver.owner();
    }

    @Nullable Owned<CommHandler> closer() {
        return onClose;
    }

    /** Hands the message to whoever takes it; waits while it may still be that somebody will. Called on a greenlet. */
    void handle(CommMessage message) throws Exception {
        settled.await();
        Owned<CommHandler> receiver = onMessage;
        if (receiver != null) {
            receiver.handler().handle(message);
        }
    }

    /** Nobody is waited for any more who might take messages. */
    void settle() {
        settled.set();
    }

    @Override
    public String toString() {
        return "Comm " + id + " to " + target;
    }
}
