package greenloom;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items that wait in a channel, in the order in which they will leave it. Guarded by the channel's lock.
 *
 * <p>In this package because a constructor of {@link Channel} names it, and notebooks compile against nothing but this package.
 *
 * @param <T> the items
 */
sealed interface Backlog<T> {
    int size();

    /** The item that leaves next, or null. */
    @Nullable T peek();

    /** Takes out the item that leaves next; only if there is one. */
    T take();

    /** Takes out everything. */
    void clear();

    /** First in, first out. */
    static <T> Plain<T> fifo() {
        return new Plain<>(false);
    }

    /** Last in, first out. */
    static <T> Plain<T> lifo() {
        return new Plain<>(true);
    }

    /** The smallest first; equal ones first in, first out. */
    static <T> Sorted<T> sorted(Comparator<? super T> comparator) {
        return new Sorted<>(comparator);
    }

    /** A queue or a stack. */
    final class Plain<T> implements Backlog<T> {
        private final Deque<T> items = new ArrayDeque<>();
        private final boolean stack;

        Plain(boolean stack) {
            this.stack = stack;
        }

        /** Puts {@code item} in. */
        void add(T item) {
            if (stack) {
                items.addFirst(item);
            } else {
                items.addLast(item);
            }
        }

        @Override
        public int size() {
            return items.size();
        }

        @Override
        public @Nullable T peek() {
            return items.peekFirst();
        }

        @Override
        public T take() {
            return items.removeFirst();
        }

        @Override
        public void clear() {
            items.clear();
        }
    }

    /**
     * Items in the order of a comparator, which is user code: it may throw, wait or call the channel again, so it never runs under the lock.
     * Whoever inserts looks for the place with {@link #probe}, one look at a time, and starts again if the items have changed meanwhile.
     */
    final class Sorted<T> implements Backlog<T> {
        private final Comparator<? super T> comparator;

        /** The first to leave is at the end, so that taking it moves nothing. */
        private final List<T> items = new ArrayList<>();

        private long version;

        Sorted(Comparator<? super T> comparator) {
            this.comparator = comparator;
        }

        /** Changes with every change of the items. */
        long version() {
            return version;
        }

        /** The item at {@code place}, counted from the one that leaves last. */
        T probe(int place) {
            return items.get(place);
        }

        /** Whether {@code item} leaves before {@code other}, which was there first. Calls user code: not under the lock. */
        boolean precedes(T item, T other) {
            return comparator.compare(item, other) < 0;
        }

        /** Puts {@code item} in at {@code place}. */
        void insert(int place, T item) {
            items.add(place, item);
            version++;
        }

        @Override
        public int size() {
            return items.size();
        }

        @Override
        public @Nullable T peek() {
            return items.isEmpty() ? null : items.getLast();
        }

        @Override
        public T take() {
            version++;
            return items.removeLast();
        }

        @Override
        public void clear() {
            version++;
            items.clear();
        }
    }
}
