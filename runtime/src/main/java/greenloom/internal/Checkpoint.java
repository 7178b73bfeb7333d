package greenloom.internal;

import java.util.concurrent.atomic.AtomicInteger;

/** What the bytecode weaver puts at method entries and backward branches of user code, so that code which never waits can be stopped. */
public final class Checkpoint {
    private static final AtomicInteger ARMED = new AtomicInteger();

    static {
        NoRoom.check(); // so that its class is there when the stack is full
    }

    private Checkpoint() {}

    /** Throws what was delivered to the strand that acts here, or to this thread if it is none's. Costs one volatile read while nothing is asked of anybody. */
    public static void check() {
        if (ARMED.get() != 0) {
            checkSelf();
        }
    }

    /** One more strand has something pending that it may have to be stopped for while it computes. */
    static void arm() {
        ARMED.incrementAndGet();
    }

    static void disarm() {
        ARMED.decrementAndGet();
    }

    private static void checkSelf() {
        Strand self = Strand.self();
        if (self != null && self.deliveries().isPossible()) {
            NoRoom.check();
            self.deliveries().throwPending();
        }
        Condemned.check(self == null ? Thread.currentThread() : self);
    }
}
