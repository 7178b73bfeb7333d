package greenloom.web;

import greenloom.internal.net.Transport;
import org.jspecify.annotations.Nullable;

/** A connection of a client session: one request at a time, its pool's while there is none. */
final class ClientConnection {
    private final Transport transport;
    private final ReplyReader reader;
    private final MessageWriter writer;
    private final Slots slots;
    private boolean used;

    ClientConnection(Transport transport, BufferStack buffers, long patience, Slots slots) {
        this.transport = transport;
        this.slots = slots;
        reader = new ReplyReader(transport, buffers);
        writer = new MessageWriter(transport, buffers, patience);
    }

    Transport transport() {
        return transport;
    }

    ReplyReader reader() {
        return reader;
    }

    MessageWriter writer() {
        return writer;
    }

    /** Whether it has served a request before, so that the server may have grown tired of it. */
    boolean isUsed() {
        return used;
    }

    /** Gives it back to its pool, for the next request if it can serve one. */
    void release() {
        reader.release();
        used = true;
        if (reader.isPersistent() && writer.isPersistent() && transport.isOpen()) {
            slots.giveBack(this);
        } else {
            discard();
        }
    }

    /** Leaves it to another protocol. */
    Connection takeOver() {
        Connection connection = new Connection(transport);
        connection.inflow().append(reader.rest());
        slots.giveBack((@Nullable ClientConnection) null);
        return connection;
    }

    /** Ends it. */
    void discard() {
        transport.close();
        slots.giveBack((@Nullable ClientConnection) null);
    }
}
