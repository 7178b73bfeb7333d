package greenloom.internal;

import java.util.concurrent.locks.LockSupport;

/** A place that control can be handed to: a fiber that has left its carrier, or a thread that waits outside. */
sealed interface Landing permits Fiber, Pump, Lane, Landing.Ahead, Landing.Parked {
    /** Lets this place go on. Called on the carrier, by {@code here}, once the fiber that hands over has left; or by one that ends. */
    void land(Bearer here);

    /** The thread that goes on here. */
    Thread thread();

    /** A strand that has its first turn before the fiber that has left for it goes on. */
    record Ahead(Strand first, Fiber then) implements Landing {
        @Override
        public void land(Bearer here) {
            first.scheduler().runBefore(first, then);
        }

        @Override
        public Thread thread() {
            return first.thread();
        }
    }

    /** A plain virtual thread on a loop, which parks until the loop has run what it resumed. */
    final class Parked implements Landing {
        private final Thread thread = Thread.currentThread();

        /** Written once by whoever hands back. */
        private volatile boolean landed;

        @Override
        public void land(Bearer here) {
            landed = true;
            LockSupport.unpark(thread);
        }

        @Override
        public Thread thread() {
            return thread;
        }

        /** Has {@code coroutine} run until control comes back. */
        void resume(Coroutine coroutine) {
            coroutine.submit();
            while (!landed) {
                LockSupport.park(this);
                if (!landed && Thread.interrupted()) {
                    coroutine.thread().interrupt();
                }
            }
        }
    }
}
