package greenloom;

/** A channel was closed: nothing can be put into it any more, and what was in it is gone. {@code queue.ShutDown}, {@code asyncio.QueueShutDown}. */
public final class ChannelClosedException extends AsyncException {
    ChannelClosedException(Channel<?> channel) {
        super(channel + " is closed: only what was put before can be taken out", null);
    }
}
