package greenloom.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread that itself runs the coroutine that it has resumed, and all to whom that hands over, until control comes back to it. One of them
 * can go on at any moment. What they start by JDK means runs elsewhere.
 */
final class Pump implements Bearer, Landing {
    private static final ThreadLocal<Pump> PUMPS = ThreadLocal.withInitial(Pump::new);

    private final Thread owner = Thread.currentThread();

    /** The one that was blocked and can go on, and those who only seem so to somebody who looked at their stacks. Any thread. */
    private final Queue<Turn> arrived = new ConcurrentLinkedQueue<>();

    /** Owner only: the one that was handed over to. */
    private @Nullable Fiber successor;

    /** Owner only: the one that acts for this thread. */
    private @Nullable Fiber active;

    /** Owner only: control has come back. */
    private boolean landed;

    static Pump ofCurrentThread() {
        return PUMPS.get();
    }

    @Override
    public void submit(Turn turn) {
        arrived.add(turn);
        LockSupport.unpark(owner);
    }

    @Override
    public void follow(Fiber turn) {
        successor = turn;
    }

    @Override
    public boolean isCarrier() {
        return Thread.currentThread() == owner;
    }

    @Override
    public void land(Bearer here) {
        landed = true;
    }

    @Override
    public Thread thread() {
        return owner;
    }

    /** Runs {@code first} and whoever comes after it until control comes back. Owner only. */
    void run(Fiber first) {
        landed = false;
        active = first;
        first.go();
        while (!landed) {
            following().go();
        }
        active = null;
        if (!arrived.isEmpty()) {
            // Nobody is borne any more: who is left was only looked at.
            arrived.clear();
        }
    }

    private Turn following() {
        Fiber handedTo = successor;
        if (handedTo != null) {
            successor = null;
            active = handedTo;
            return handedTo;
        }
        Turn turn = arrived.poll();
        while (turn == null) {
            LockSupport.park(this);
            passInterrupt();
            turn = arrived.poll();
        }
        return turn;
    }

    private void passInterrupt() {
        Fiber acting = active;
        if (acting != null && Thread.interrupted()) {
            acting.thread().interrupt();
        }
    }
}
