package greenloom;

import org.jspecify.annotations.Nullable;

/** How something that was waited for came out. */
sealed interface Outcome<T> {
    /** It has a value. */
    record Done<T>(@Nullable T value) implements Outcome<T> {}

    /** It failed. */
    record Failed<T>(Throwable exception) implements Outcome<T> {}
}
