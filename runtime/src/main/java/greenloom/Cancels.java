package greenloom;

/** What becomes of those who are waited for when the one who waits is cancelled. */
final class Cancels {
    private Cancels() {}

    /**
     * Whether {@code exception}, which ended a wait, is passed on to what was waited for, as asyncio does: a cancel, a time that is up, a task group
     * that gives up. A kill or an interrupt is meant for the one greenlet alone.
     */
    static boolean passOn(Throwable exception) {
        return exception instanceof CancelledException || exception instanceof Timeout
                || exception instanceof TaskGroupException;
    }

    /** Cancels what was waited for. A result that nobody works for may be waited for by others, and is left alone. */
    static void cancel(Awaitable<?> awaitable, Throwable because) {
        switch (awaitable) {
            case Greenlet<?> greenlet -> greenlet.cancel("who awaited it was cancelled: " + because);
            case AsyncResult<?> result -> {
                if (result.hasWorker()) {
                    result.cancel();
                }
            }
        }
    }

    /** Waits for {@code awaitable} and cancels it if that wait is cancelled. */
    static void awaitOrCancel(Awaitable<?> awaitable) {
        try {
            Promise.of(awaitable).awaitAndHear(Long.MAX_VALUE);
        } catch (Throwable e) {
            if (passOn(e)) {
                cancel(awaitable, e);
            }
            throw e;
        }
    }
}
