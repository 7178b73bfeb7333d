package greenloom.web;

import greenloom.BoundedSemaphore;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The connections to one host: so many at once, and those that wait for their next request, the latest first. */
final class Slots {
    private final BoundedSemaphore free;
    private final Deque<ClientConnection> idle = new ArrayDeque<>();
    private boolean closed;

    Slots(int limit) {
        free = new BoundedSemaphore(limit);
    }

    /**
     * Waits for a slot.
     *
     * @param seconds the longest wait
     * @return an idle connection that still stands; null if one must be opened
     * @throws SocketTimeoutException if the time was up first
     */
    @Nullable ClientConnection take(double seconds) throws SocketTimeoutException {
        if (!free.acquire(seconds)) {
            throw new SocketTimeoutException("All connections to this host are busy");
        }
        ClientConnection connection = idle.poll();
        while (connection != null && connection.transport().isStale()) {
            connection.transport().close();
            connection = idle.poll();
        }
        return connection;
    }

    /** Gives a slot back, with a connection that can serve the next request or null. */
    void giveBack(@Nullable ClientConnection connection) {
        if (connection != null && closed) {
            connection.transport().close();
        } else if (connection != null) {
            idle.push(connection);
        }
        free.release();
    }

    void close() {
        closed = true;
        idle.forEach(connection -> connection.transport().close());
        idle.clear();
    }
}
