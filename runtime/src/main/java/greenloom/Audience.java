package greenloom;

import greenloom.internal.SpinLock;
import greenloom.internal.WaitQueue;

/** Who waits for one promise: made when the first one does, as most greenlets are never waited for. Under the promise's lock. */
final class Audience {
    final WaitQueue waiters;

    /** Run by the thread that sets the outcome. */
    final Watchers callbacks = new Watchers();

    /** How many wait to be given the outcome itself, not only for its time. */
    int hearers;

    Audience(SpinLock lock) {
        waiters = new WaitQueue(lock);
    }
}
