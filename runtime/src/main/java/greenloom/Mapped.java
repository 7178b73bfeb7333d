package greenloom;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The values of a function on many items, handed out as they are there; made by {@link Group#imap} and {@link Group#imapUnordered}.
 *
 * <p>Iterates once. {@code next()} waits, and throws what the function threw; the next one is still there. Closing it ends the work early:
 * nothing more is begun.
 *
 * @param <R> the values
 */
public final class Mapped<R extends @Nullable Object> implements Iterable<R>, AutoCloseable {
    private final Channel<Greenlet<R>> spawned = Channel.unbounded();
    private final BoundedSemaphore room;
    private final Greenlet<@Nullable Void> feeder;

    /** Only who iterates: the one whose value comes next, if that is known. */
    private @Nullable Greenlet<R> following;

    /**
     * Begins.
     *
     * @param ahead how many may be there before they are taken
     * @param feed spawns what is to be done; it runs on a greenlet of its own
     */
    Mapped(int ahead, Consumer<Mapped<R>> feed) {
        room = new BoundedSemaphore(ahead);
        feeder = Async.spawn("imap", () -> {
            try {
                feed.accept(this);
            } finally {
                spawned.close();
            }
        });
        feeder.promise().willBeHeard();
    }

    /** Waits until one more value may be made. */
    void awaitRoom() {
        room.acquire();
    }

    /** The value of {@code greenlet} comes after those that were added before. */
    void add(Greenlet<R> greenlet) {
        spawned.tryPut(greenlet);
    }

    @Override
    public Iterator<R> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return Mapped.this.hasNext();
            }

            @Override
            public R next() {
                return Mapped.this.next();
            }
        };
    }

    /** Whether there is one more value; waits until that is known. What the items' own iterator threw is thrown here, at its place. */
    public boolean hasNext() {
        if (following == null) {
            try {
                following = spawned.get();
            } catch (ChannelClosedException _) {
                feeder.get();
            }
        }
        return following != null;
    }

    /**
     * Waits for the next value.
     *
     * @return the value; what the function threw in its place is thrown as it is
     * @throws NoSuchElementException if there is none
     */
    public R next() {
        Greenlet<R> taken = hasNext() ? following : null;
        if (taken == null) {
            throw new NoSuchElementException("All values were handed out");
        }
        taken.join();
        following = null;
        room.release();
        return taken.get();
    }

    /** Begins nothing more; what was begun goes on in its group. */
    @Override
    public void close() {
        feeder.kill();
    }
}
