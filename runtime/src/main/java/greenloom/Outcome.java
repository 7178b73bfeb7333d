package greenloom;

import org.jspecify.annotations.Nullable;

/** How something that was waited for came out. */
sealed interface Outcome<T extends @Nullable Object> {
    /** The same outcome for those who ask for less. */
    @SuppressWarnings("unchecked") // Outcomes only hand values out.
    static <T extends @Nullable Object> Outcome<T> widen(Outcome<? extends T> outcome) {
        return (Outcome<T>) outcome;
    }

    /** It has a value. */
    record Done<T extends @Nullable Object>(@Nullable T value) implements Outcome<T> {}

    /** It failed. */
    record Failed<T extends @Nullable Object>(Throwable exception) implements Outcome<T> {}
}
