package greenloom.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Guards the few fields of one primitive for the length of a few instructions.
 *
 * <p>Why not {@code synchronized} or a {@code ReentrantLock}: both may hand themselves to a parked virtual thread, which can only run on the
 * carrier that perhaps waits for the same lock, a deadlock. A greenlet never parks while it holds this lock, so within a loop it is never
 * contended; a thread outside holds it for nanoseconds. Not re-entrant. Nothing that can park or run user code may happen under it.
 *
 * <p>What every greenlet has one of extends it instead of holding one: an object less for each.
 */
public class SpinLock {
    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(SpinLock.class, "held", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Any thread, by compare-and-set only. */
    @SuppressWarnings("UnusedVariable") private volatile boolean held;

    /** Takes the lock, spinning while another thread has it. */
    public final void lock() {
        while (!HELD.compareAndSet(this, false, true)) {
            Thread.onSpinWait();
        }
    }

    /** Gives the lock back. Must be called by the thread that took it. */
    public final void unlock() {
        HELD.setRelease(this, false);
    }
}
