package greenloom;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Hands out the values of results in their order; a failure takes the place of its value and does not end the iteration. */
final class MappedIterator<R extends @Nullable Object> implements Iterator<R> {
    private final Iterator<? extends Awaitable<R>> results;

    MappedIterator(Iterator<? extends Awaitable<R>> results) {
        this.results = results;
    }

    @Override
    public boolean hasNext() {
        return results.hasNext();
    }

    @Override
    public R next() {
        return results.next().get();
    }
}
