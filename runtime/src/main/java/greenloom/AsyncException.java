package greenloom;

import org.jspecify.annotations.Nullable;

/** What Greenloom throws when waiting goes wrong; the family is small and closed. */
public abstract sealed class AsyncException extends RuntimeException
        permits BarrierBrokenException, BrokenProcessPoolException, CancelledException,
        ChannelClosedException, DeadlockException, TaskGroupException {
    AsyncException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
