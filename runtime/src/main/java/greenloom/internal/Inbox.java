package greenloom.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Where turns arrive, from the carrier itself and from any other thread: lock-free, never blocks, never rejects.
 *
 * <p>A stack whose whole content the carrier takes at once and turns round, so that order of arrival is kept and no node is allocated.
 */
final class Inbox {
    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(Inbox.class, "top", Turn.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Any thread, by compare-and-set only. */
    private volatile @Nullable Turn top;

    void push(Turn turn) {
        Turn seen;
        do {
            seen = top;
            turn.next = seen;
        } while (!TOP.compareAndSet(this, seen, turn));
    }

    boolean isEmpty() {
        return top == null;
    }

    /** Takes everything, the oldest first, linked by {@link Turn#next}. Carrier only. */
    @Nullable Turn takeAll() {
        Turn newest = (Turn) TOP.getAndSet(this, null);
        Turn oldest = null;
        while (newest != null) {
            Turn older = newest.next;
            newest.next = oldest;
            oldest = newest;
            newest = older;
        }
        return oldest;
    }
}
