package greenloom;

import greenloom.internal.Seconds;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Items handed from greenlet to greenlet, by way of a queue that holds at most {@code capacity} of them; with capacity zero each {@code put} meets a
 * {@code get}. {@code gevent.queue}, {@code asyncio.Queue}, Go's channels.
 *
 * <p>Fair: whoever has waited longest goes first, on either side. A wait that times out or is cancelled neither takes an item nor leaves one.
 * {@code taskDone} and {@code join} tell when all that was taken out has been worked off. Once closed, a channel takes nothing in, hands out what it
 * still holds, and then ends every iteration over it.
 *
 * <p>May be used by any thread. Items are not null.
 *
 * @param <T> the items
 */
public final class Channel<T> implements Iterable<T>, AutoCloseable {
    private final ChannelState<T> state;
    private final int capacity;
    private final Site getting = new Site("get()", this);
    private final Site peeking = new Site("peek()", this);
    private final Site joining = new Site("join()", this);

    /**
     * Makes a channel that hands items out in the order they came in.
     *
     * @param capacity how many it holds; zero lets each {@code put} wait for a {@code get}
     * @throws IllegalArgumentException if {@code capacity} is negative
     */
    public Channel(int capacity) {
        this(capacity, Backlog.fifo());
    }

    @SuppressWarnings("this-escape") // The state only keeps the reference, for dumps.
    private Channel(int capacity, Backlog<T> items) {
        if (capacity < 0) {
            throw new IllegalArgumentException("A channel cannot hold " + capacity
                    + " items: use 0 for a rendezvous, Channel.unbounded() for no limit");
        }
        this.capacity = capacity;
        this.state = new ChannelState<>(this, capacity, items);
    }

    /** Makes a channel that holds any number of items. {@code gevent.queue.Queue()}. */
    public static <T> Channel<T> unbounded() {
        return new Channel<>(Integer.MAX_VALUE);
    }

    /**
     * Makes a channel that hands out the last item first. {@code LifoQueue}.
     *
     * @param capacity how many it holds
     * @return the channel
     */
    public static <T> Channel<T> lifo(int capacity) {
        return new Channel<>(capacity, Backlog.lifo());
    }

    /**
     * Makes a channel that hands out the smallest item first, equal ones in the order they came in. {@code PriorityQueue}.
     *
     * @param capacity how many it holds
     * @return the channel
     */
    public static <T extends Comparable<? super T>> Channel<T> priority(int capacity) {
        return priority(capacity, Comparator.<T>naturalOrder());
    }

    /**
     * Makes a channel that hands out first the item which {@code comparator} puts first.
     *
     * @param capacity how many it holds
     * @param comparator the order; what it throws is thrown by {@code put}
     * @return the channel
     */
    public static <T> Channel<T> priority(int capacity, Comparator<? super T> comparator) {
        return new Channel<>(capacity, Backlog.sorted(comparator));
    }

    /**
     * Puts {@code item} in, waiting for a place.
     *
     * @param item what to put, not null
     * @throws ChannelClosedException if the channel is closed, or gets closed while this waits
     */
    public void put(T item) {
        offer(item, Long.MAX_VALUE);
    }

    /**
     * Puts {@code item} in, waiting at most {@code seconds} for a place.
     *
     * @param item what to put, not null
     * @param seconds the longest wait
     * @throws Timeout if there is none by then ({@code queue.Full})
     * @throws ChannelClosedException if the channel is closed, or gets closed while this waits
     */
    public void put(T item, double seconds) {
        if (!offer(item, Seconds.toNanos(seconds))) {
            throw new Timeout(seconds);
        }
    }

    /**
     * Puts {@code item} in, waiting at most {@code limit} for a place; see {@link #put(Object, double)}.
     *
     * @param item what to put, not null
     * @param limit the longest wait
     */
    public void put(T item, Duration limit) {
        put(item, Seconds.of(limit));
    }

    /**
     * Puts {@code item} in if that needs no waiting. {@code put_nowait}.
     *
     * @param item what to put, not null
     * @return whether it was
     * @throws ChannelClosedException if the channel is closed
     */
    public boolean tryPut(T item) {
        return offer(item, 0);
    }

    private boolean offer(T item, long nanos) {
        Objects.requireNonNull(item, "A channel carries no nulls: wrap them in an Optional");
        return switch (state.put(item, nanos)) {
            case DONE -> true;
            case FULL -> false;
            case CLOSED -> throw new ChannelClosedException(this);
        };
    }

    /**
     * Takes an item out, waiting for one.
     *
     * @return the item
     * @throws ChannelClosedException if the channel is closed and holds nothing any more
     */
    public T get() {
        return get(Double.POSITIVE_INFINITY);
    }

    /**
     * Takes an item out, waiting at most {@code seconds} for one.
     *
     * @param seconds the longest wait
     * @return the item
     * @throws Timeout if there is none by then ({@code queue.Empty})
     * @throws ChannelClosedException if the channel is closed and holds nothing any more
     */
    public T get(double seconds) {
        return item(state.take(getting, Seconds.toNanos(seconds))).orElseThrow(() -> new Timeout(seconds));
    }

    /**
     * Takes an item out, waiting at most {@code limit} for one; see {@link #get(double)}.
     *
     * @param limit the longest wait
     * @return the item
     */
    public T get(Duration limit) {
        return get(Seconds.of(limit));
    }

    /**
     * Takes an item out if that needs no waiting. {@code get_nowait}.
     *
     * @return the item, or empty if there is none
     * @throws ChannelClosedException if the channel is closed and holds nothing any more
     */
    public Optional<T> tryGet() {
        return item(state.take(getting, 0));
    }

    /**
     * Waits for an item and leaves it where it is.
     *
     * @return the item that would be taken out next
     * @throws ChannelClosedException if the channel is closed and holds nothing any more
     */
    public T peek() {
        return peek(Double.POSITIVE_INFINITY);
    }

    /**
     * Waits for an item, at most {@code seconds}, and leaves it where it is.
     *
     * @param seconds the longest wait
     * @return the item that would be taken out next
     * @throws Timeout if there is none by then
     * @throws ChannelClosedException if the channel is closed and holds nothing any more
     */
    public T peek(double seconds) {
        return item(state.peek(peeking, Seconds.toNanos(seconds))).orElseThrow(() -> new Timeout(seconds));
    }

    /**
     * Waits for an item, at most {@code limit}, and leaves it where it is; see {@link #peek(double)}.
     *
     * @param limit the longest wait
     * @return the item that would be taken out next
     */
    public T peek(Duration limit) {
        return peek(Seconds.of(limit));
    }

    @SuppressWarnings("unchecked") // What wakes a getter is either an item or the word that there will be none.
    private Optional<T> item(@Nullable Object taken) {
        if (taken == ChannelState.CLOSED) {
            throw new ChannelClosedException(this);
        }
        return Optional.ofNullable((T) taken);
    }

    /**
     * Says that an item that was taken out has been worked off. {@code task_done}.
     *
     * @throws IllegalStateException if called more often than items were put in ({@code ValueError})
     */
    public void taskDone() {
        if (!state.finishOne()) {
            throw new IllegalStateException("taskDone() was called more often than items were put into " + this);
        }
    }

    /** Waits until all that was put in has been taken out and said to be done. */
    public void join() {
        state.awaitFinished(joining, Long.MAX_VALUE);
    }

    /**
     * Waits, at most {@code seconds}, until all that was put in has been taken out and said to be done.
     *
     * @param seconds the longest wait
     * @return whether it was by then
     */
    public boolean join(double seconds) {
        return state.awaitFinished(joining, Seconds.toNanos(seconds));
    }

    /**
     * Waits, at most {@code limit}, until all is done; see {@link #join(double)}.
     *
     * @param limit the longest wait
     * @return whether it was by then
     */
    public boolean join(Duration limit) {
        return join(Seconds.of(limit));
    }

    /** Closes it: nothing can be put in any more; what is in can be taken out; iterations end after that. Harmless if done twice. */
    @Override
    public void close() {
        shutdown(false);
    }

    /**
     * Closes it like {@link #close()}, or at once. {@code Queue.shutdown}.
     *
     * @param immediate whether what is in is thrown away, as if it had been taken out and done
     */
    public void shutdown(boolean immediate) {
        state.close(immediate);
    }

    /** Takes items out, waiting for each, until the channel is closed and holds nothing any more. Python's {@code async for}. */
    @Override
    public Iterator<T> iterator() {
        return new ChannelIterator<>(this);
    }

    /** How many items it holds. */
    public int size() {
        return statistics().size();
    }

    /** How many items it can hold; {@link Integer#MAX_VALUE} is without limit. */
    public int capacity() {
        return capacity;
    }

    /** Whether it is closed; it may still hold items. */
    public boolean isClosed() {
        return statistics().closed();
    }

    /** What goes on in it now. */
    public Statistics statistics() {
        return state.statistics();
    }

    /**
     * What goes on in a channel.
     *
     * @param size how many items it holds
     * @param capacity how many it can hold
     * @param putting how many wait to put
     * @param getting how many wait to get or peek
     * @param joining how many wait in {@code join}
     * @param unfinished how many items were put in and not said to be done
     * @param closed whether it is closed
     */
    public record Statistics(int size, int capacity, int putting, int getting, int joining, long unfinished,
            boolean closed) {
    }

    @Override
    public String toString() {
        Statistics now = statistics();
        String limit = capacity == Integer.MAX_VALUE ? "" : "/" + capacity;
        return "<Channel " + now.size() + limit + " items" + (now.closed() ? ", closed" : "") + ">";
    }
}
