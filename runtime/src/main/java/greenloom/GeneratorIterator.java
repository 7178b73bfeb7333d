package greenloom;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Java asks whether there is a next value before it takes it: so this is one value ahead after {@link #hasNext()}. */
final class GeneratorIterator<Y extends @Nullable Object> implements Iterator<Y> {
    private final Generator<Y, ?, ?> generator;
    private @Nullable Y ahead;
    private boolean isAhead;

    GeneratorIterator(Generator<Y, ?, ?> generator) {
        this.generator = generator;
    }

    @Override
    public boolean hasNext() {
        if (!isAhead && generator.advance()) {
            ahead = generator.taken();
            isAhead = true;
        }
        return isAhead;
    }

    @Override
    @SuppressWarnings("NullAway") // A generator of a nullable type may yield null: Y itself says so.
    public Y next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The generator has ended");
        }
        isAhead = false;
        Y value = ahead;
        ahead = null;
        return value;
    }
}
