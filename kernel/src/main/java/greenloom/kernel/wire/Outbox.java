package greenloom.kernel.wire;

/**
 * The way out, as the rest of the kernel sees the transport. Messages of one channel leave in the order in which they
 * were given.
 */
public interface Outbox {

    /** Sends without ever waiting: for replies, statuses and whatever there is a bounded number of. */
    void send(Channel channel, Message message);

    /**
     * Publishes output, of which user code can make any amount: waits while too much is on its way. Only for threads of
     * the kernel, never for one that runs user code.
     */
    void publish(Message message) throws InterruptedException;

    /** Runs {@code then} once everything that had reached the channel's socket by now has been received. */
    void afterInput(Channel channel, Runnable then);
}
