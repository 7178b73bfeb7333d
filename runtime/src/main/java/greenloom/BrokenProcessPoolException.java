package greenloom;

import org.jspecify.annotations.Nullable;

/**
 * A worker process ended before it had told what came of its task: nobody knows how far that got. The pool takes no more, unless it was made with
 * {@link ProcessPoolOptions#restart()}. {@code concurrent.futures.process.BrokenProcessPool}.
 */
public final class BrokenProcessPoolException extends AsyncException {
    BrokenProcessPoolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Another one that says the same: each who waits gets his own, and may add to it. */
    BrokenProcessPoolException again() {
        return new BrokenProcessPoolException(String.valueOf(getMessage()), getCause());
    }
}
