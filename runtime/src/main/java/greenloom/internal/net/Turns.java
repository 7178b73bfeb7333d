package greenloom.internal.net;

import greenloom.internal.Sneaky;
import greenloom.internal.Strand;
import java.util.concurrent.locks.ReentrantLock;

/** Lets greenlets do something one after the other, first come, first served; who waits can be killed. */
public final class Turns {
    private final ReentrantLock lock = new ReentrantLock(true);

    /** Waits for one's turn. */
    public void take() {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Strand self = Strand.self();
            throw Sneaky.rethrow(self == null ? e : self.deliveries().translate(e));
        }
    }

    /** Ends it. */
    public void pass() {
        lock.unlock();
    }
}
