package greenloom.internal;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks after one loop from a thread of its own, so that nobody can hang it.
 *
 * <p>It tells who holds the carrier for longer than the limit while others could run, once per place in the code. And when the one who holds it was
 * thrown at (killed, timed out, interrupted) in vain for a second, because it sits in a call that the JDK cannot interrupt, it has the loop go on on
 * a fresh carrier.
 *
 * <p>It sleeps for good while the loop waits, and is woken when that goes on.
 */
public final class Watchdog implements Runnable {
    /** How long somebody may ignore what was thrown at it before the loop goes on without it. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private static final long IDLE_LOOKS = 20;

    /** Told of those who hold the loop. */
    public interface Listener {
        /** Called off the loop; must not throw. */
        void held(Strand strand, long nanos, StackTraceElement[] stack);
    }

    private final Scheduler scheduler;
    private final long limit;
    private final Listener listener;
    private final Thread thread;

    /** Watchdog only. */
    private final Set<StackTraceElement> told = new HashSet<>();

    /** Written by the watchdog, read by the carrier. */
    private volatile boolean asleep;

    Watchdog(Scheduler scheduler, long limit, Listener listener) {
        this.scheduler = scheduler;
        this.limit = limit;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name(scheduler + "-watchdog").daemon().unstarted(this);
    }

    void start() {
        thread.start();
    }

    /** The loop goes on after it has waited. Carrier only. */
    void loopGoesOn() {
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    void stop() {
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        int idleLooks = 0;
        while (!scheduler.isStopped()) {
            if (scheduler.isWaiting()) {
                if (++idleLooks > IDLE_LOOKS) {
                    sleepUntilLoopGoesOn();
                }
            } else {
                idleLooks = 0;
            }
            long turn = scheduler.turnsGiven();
            LockSupport.parkNanos(this, limit / 2);
            if (!scheduler.isWaiting() && scheduler.turnsGiven() == turn) {
                watchTurn(turn, System.nanoTime() - limit / 2);
            }
        }
    }

    private void sleepUntilLoopGoesOn() {
        asleep = true;
        while (scheduler.isWaiting() && !scheduler.isStopped()) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    /** Watches one long turn to its end. */
    private void watchTurn(long turn, long since) {
        boolean isTold = false;
        while (scheduler.turnsGiven() == turn && !scheduler.isWaiting() && !scheduler.isStopped()) {
            Strand strand = scheduler.running();
            long held = System.nanoTime() - since;
            if (strand != null && !isTold && held > limit && scheduler.othersCouldRun()) {
                tell(strand, held);
                isTold = true;
            }
            if (strand != null && scheduler.isIgnored(strand, PATIENCE) && scheduler.abandon(turn, strand)) {
                return;
            }
            LockSupport.parkNanos(this, limit / 2);
        }
    }

    private void tell(Strand strand, long nanos) {
        StackTraceElement[] stack = strand.stack();
        StackTraceElement place = place(stack);
        if (place != null && told.add(place)) {
            listener.held(strand, nanos, stack);
        }
    }

    /** The innermost frame outside the JDK and Greenloom: what a user can change. */
    public static @Nullable StackTraceElement place(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (!Stacks.isJdk(frame) && !frame.getClassName().startsWith("greenloom.")) {
                return frame;
            }
        }
        return stack.length == 0 ? null : stack[0];
    }
}
