package greenloom;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A generator has no more values; carries what its body returned. Python's {@code StopIteration}. */
public final class StopIteration extends NoSuchElementException {
    private final transient @Nullable Object value;

    /**
     * Makes one.
     *
     * @param value what the body returned, or null
     */
    public StopIteration(@Nullable Object value) {
        super(value == null ? "the generator has ended" : "the generator has ended and returned " + value);
        this.value = value;
    }

    /** What the body returned; null if it returned nothing. */
    public @Nullable Object value() {
        return value;
    }
}
