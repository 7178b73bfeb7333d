package greenloom;

import org.jspecify.annotations.Nullable;

/** How something that was waited for came out. */
sealed interface Outcome<T extends @Nullable Object> {
    /** It has a value. */
    record Done<T extends @Nullable Object>(@Nullable T value) implements Outcome<T> {}

    /** It failed. */
    record Failed<T extends @Nullable Object>(Throwable exception) implements Outcome<T> {}
}
