package greenloom.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/** A selector and the channels that it found ready, handed out one by one. Everything but {@link #wakeup()} is for code that runs on the loop. */
final class Selection implements AutoCloseable {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Selector selector;
    private Iterator<SelectionKey> found = Collections.emptyIterator();

    Selection() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("The event loop cannot wait for sockets: no selector is to be had", e);
        }
    }

    /** Waits until a channel is ready, {@link #wakeup()} is called or the time is over. Never called with a monitor held. */
    void select(long nanos) {
        try {
            if (nanos == Long.MAX_VALUE) {
                selector.select();
            } else if (nanos > 0) {
                // Rounded up: waiting a little too long once is better than turning round many times.
                selector.select((nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
            } else {
                selector.selectNow();
            }
            found = selector.selectedKeys().iterator();
        } catch (IOException e) {
            throw new UncheckedIOException("The event loop cannot wait for sockets any more", e);
        }
    }

    /** Wakes who waits for the next channel that was found ready; false if there is none left. */
    boolean wakeNext() {
        if (!found.hasNext()) {
            return false;
        }
        SelectionKey key = found.next();
        found.remove();
        try {
            ((Readiness) key.attachment()).wake(key.readyOps());
        } catch (CancelledKeyException _) {
            // Closed since it was found ready: Readiness.cancel has woken who waited.
        }
        return true;
    }

    boolean isOpen() {
        return selector.isOpen();
    }

    void wakeup() {
        selector.wakeup();
    }

    Readiness register(SelectableChannel channel, Runnable changed) throws IOException {
        SelectionKey key = channel.register(selector, 0);
        Readiness readiness = new Readiness(key, changed);
        key.attach(readiness);
        return readiness;
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The event loop's selector could not be closed", e);
        }
    }
}
