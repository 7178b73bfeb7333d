package greenloom;

import greenloom.internal.Sneaky;
import greenloom.internal.process.Failure;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Some of the items of a process pool's map, which go to a worker together.
 *
 * @param function what to do with each
 * @param items which
 */
record Chunk<T extends @Nullable Object, R extends @Nullable Object>(ProcessPool.Step<T, R> function,
        ArrayList<T> items)
        implements ProcessPool.Task<List<Chunk.Element<R>>> {

    /** What came of one item: a value or a failure. */
    @SuppressWarnings("serial") // Where it is not serializable, that is told.
    record Element<R extends @Nullable Object>(@Nullable R value, @Nullable Throwable failure) implements Serializable {
        R get() {
            if (failure != null) {
                throw Sneaky.rethrow(failure);
            }
            return orNull();
        }

        @SuppressWarnings("NullAway") // A function of a nullable type has a null value: R itself says so.
        private R orNull() {
            return value;
        }
    }

    static <T extends @Nullable Object, R extends @Nullable Object> List<Chunk<T, R>> split(
            ProcessPool.Step<T, R> function, Collection<? extends T> items, int size) {
        if (size <= 0) {
            throw new IllegalArgumentException("A chunk needs one item at least, not " + size);
        }
        List<Chunk<T, R>> chunks = new ArrayList<>();
        ArrayList<T> next = new ArrayList<>();
        for (T item : items) {
            next.add(item);
            if (next.size() == size) {
                chunks.add(new Chunk<>(function, next));
                next = new ArrayList<>();
            }
        }
        if (!next.isEmpty()) {
            chunks.add(new Chunk<>(function, next));
        }
        return chunks;
    }

    @Override
    @SuppressWarnings("NullAway") // An item may be null where T says so.
    public List<Element<R>> call() {
        List<Element<R>> done = new ArrayList<>(items.size());
        for (T item : items) {
            done.add(element(item));
        }
        return done;
    }

    private Element<R> element(T item) {
        try {
            return new Element<>(function.apply(item), null);
        } catch (Exception | StackOverflowError e) {
            return new Element<>(null, Failure.sendable(e, Thread.currentThread().getContextClassLoader()));
        }
    }

    /** The values of chunks, one after the other, to be iterated once; who is stopped while he waits for one cancels the rest. */
    static final class Values<R extends @Nullable Object> implements Iterator<R> {
        private final Deadline deadline;
        private final Collection<AsyncResult<List<Element<R>>>> all;
        private final Iterator<AsyncResult<List<Element<R>>>> chunks;
        private final Queue<Element<R>> ready = new ArrayDeque<>();

        /** @param inOrder the same in the order in which they are handed out */
        Values(double seconds, Collection<AsyncResult<List<Element<R>>>> all,
                Iterable<AsyncResult<List<Element<R>>>> inOrder) {
            this.deadline = Deadline.in(seconds);
            this.all = all;
            this.chunks = inOrder.iterator();
        }

        @Override
        public boolean hasNext() {
            return !ready.isEmpty() || chunks.hasNext();
        }

        @Override
        public R next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all values were handed out");
            }
            if (ready.isEmpty()) {
                ready.addAll(await(chunks.next()));
            }
            return ready.remove().get();
        }

        private List<Element<R>> await(AsyncResult<List<Element<R>>> chunk) {
            try {
                return chunk.get(deadline.left());
            } finally {
                cancelIfStopped(chunk);
            }
        }

        private void cancelIfStopped(AsyncResult<?> awaited) {
            if (!awaited.ready()) {
                all.forEach(AsyncResult::cancel);
            }
        }
    }
}
