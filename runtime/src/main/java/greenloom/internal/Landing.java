package greenloom.internal;

import java.util.concurrent.locks.LockSupport;

/** A place that control can be handed to: a fiber that has left its carrier, or a thread that waits outside. */
sealed interface Landing permits Fiber, Bearer.Pump, Landing.Parked {
    /** Lets this place go on. Called on the carrier, by {@code here}, once the fiber that hands over has left; or by one that ends. */
    void land(Bearer here);

    /** A thread that cannot leave its carrier by a hand-off: it parks, whatever that takes. */
    final class Parked implements Landing {
        private final Thread thread;

        /** Written once by whoever hands back. */
        private volatile boolean landed;

        Parked(Thread thread) {
            this.thread = thread;
        }

        @Override
        public void land(Bearer here) {
            landed = true;
            LockSupport.unpark(thread);
        }

        /** Waits until control has come back; what interrupts this thread meanwhile is meant for {@code actor}, which acts for it. */
        void await(Thread actor) {
            while (!landed) {
                LockSupport.park(this);
                if (!landed && Thread.interrupted()) {
                    actor.interrupt();
                }
            }
        }
    }
}
