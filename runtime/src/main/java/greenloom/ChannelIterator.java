package greenloom;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Takes items out of a channel until it is closed and drained. Used by one greenlet at a time. */
final class ChannelIterator<T> implements Iterator<T> {
    private final Channel<T> channel;
    private @Nullable T next;

    ChannelIterator(Channel<T> channel) {
        this.channel = channel;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            try {
                next = channel.get();
            } catch (ChannelClosedException _) {
                return false;
            }
        }
        return true;
    }

    @Override
    public T next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException(channel + " has been read to its end");
        }
        T item = next;
        next = null;
        return item;
    }
}
