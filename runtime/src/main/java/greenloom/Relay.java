package greenloom;

import greenloom.internal.Scheduler;
import org.jspecify.annotations.Nullable;

/** A promise that is kept from elsewhere: by something outside the loop, or by another promise whose outcome it takes over. */
final class Relay<T extends @Nullable Object> extends Promise<T> {
    /** Written before this is handed out: the loop that is to know when somebody waits for this, which something outside it will set. */
    private @Nullable Scheduler outside;

    /** Written before the outcome: where that comes from; who hears of it here has heard of it there. */
    private @Nullable Promise<?> source;

    Relay(Object owner) {
        super(owner);
    }

    void setOutside(@Nullable Scheduler scheduler) {
        outside = scheduler;
    }

    /** Takes over the outcome of {@code other}, which is ready; does nothing if there is one already. A quiet kill becomes a cancellation. */
    void follow(Promise<? extends T> other) {
        Outcome<? extends T> known = other.outcome();
        if (known == null || isReady()) {
            return;
        }
        source = other;
        if (known instanceof Outcome.Done<?>(Object exit) && exit instanceof GreenletExit) {
            complete(new Outcome.Failed<>(
                    new CancelledException("kill", other.owner() + " was killed and has no value")));
        } else {
            complete(Outcome.widen(known));
        }
    }

    @Override
    @Nullable Outcome<T> hear() {
        Outcome<T> known = super.hear();
        Promise<?> origin = source;
        if (known != null && origin != null) {
            origin.hear();
        }
        return known;
    }

    @Override
    Object origin() {
        Promise<?> from = source;
        return from == null ? super.origin() : from.origin();
    }

    @Override
    void beginWait() {
        if (outside != null) {
            outside.beginOutside();
        }
    }

    @Override
    void endWait() {
        if (outside != null) {
            outside.endOutside();
        }
    }
}
