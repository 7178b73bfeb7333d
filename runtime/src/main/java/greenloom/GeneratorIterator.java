package greenloom;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Java asks whether there is a next value before it takes it: so this is one value ahead after {@link #hasNext()}. */
final class GeneratorIterator<Y extends @Nullable Object> implements Iterator<Y> {
    private final Generator<Y, ?, ?> generator;
    private @Nullable Object ahead;
    private boolean isAhead;

    GeneratorIterator(Generator<Y, ?, ?> generator) {
        this.generator = generator;
    }

    @Override
    public boolean hasNext() {
        if (!isAhead) {
            ahead = generator.advance();
            isAhead = true;
        }
        return ahead != Generator.ENDED;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // It yields what is of type Y, null included if Y is nullable.
    public Y next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The generator has ended");
        }
        isAhead = false;
        Y value = (Y) ahead;
        ahead = null;
        return value;
    }
}
