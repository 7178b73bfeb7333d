package greenloom.internal;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** How a carrier waits when nothing is ready. The one place to change for another way of waiting for sockets and wake-ups. */
interface Engine {
    /** Called once by the carrier before it first waits. */
    void attach(Thread thread);

    /** Waits at most {@code nanos} nanoseconds, or without limit if it is {@link Long#MAX_VALUE}. Carrier only; may return early. */
    void await(long nanos);

    /** Ends a wait, or the next one if none is under way. Any thread. */
    void wake();

    /** Sockets are left to the JDK's pollers, which unpark greenlets: the carrier just parks. */
    static Engine portable() {
        return new Portable();
    }

    /** See {@link #portable()}. */
    final class Portable implements Engine {
        /** Written by the carrier before its first wait, read by any thread. */
        private volatile @Nullable Thread carrier;

        @Override
        public void attach(Thread thread) {
            carrier = thread;
        }

        @Override
        public void await(long nanos) {
            if (nanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else if (nanos > 0) {
                LockSupport.parkNanos(this, nanos);
            }
        }

        @Override
        public void wake() {
            LockSupport.unpark(carrier);
        }
    }
}
