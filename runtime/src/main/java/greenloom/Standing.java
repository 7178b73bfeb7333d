package greenloom;

import greenloom.Generator.State;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where a generator stands, and so who may resume it. Apart from the generator itself: what is left of one that was dropped needs it, too.
 *
 * <p>Numbers, not {@link State}s: the collector then has nothing to do with what is written at each step.
 */
final class Standing {
    static final int CREATED = 0;
    static final int RUNNING = 1;
    static final int SUSPENDED = 2;
    static final int CLOSED = 3;

    private static final VarHandle NOW;

    static {
        try {
            NOW = MethodHandles.lookup().findVarHandle(Standing.class, "now", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Any thread, by the methods below; but whoever runs the body and has no stack left to call one writes it. */
    int now = CREATED;

    /** Where it stands as soon as nobody runs it. Written by the engine at once when the body comes back; belongs to whoever runs that. */
    int atRest = CREATED;

    State state() {
        return switch ((int) NOW.getAcquire(this)) {
            case CREATED -> State.CREATED;
            case RUNNING -> State.RUNNING;
            case SUSPENDED -> State.SUSPENDED;
            default -> State.CLOSED;
        };
    }

    boolean is(int state) {
        return (int) NOW.getAcquire(this) == state;
    }

    boolean change(int from, int to) {
        return NOW.compareAndSet(this, from, to);
    }

    /** Lets go of a generator that one runs. */
    void rest() {
        NOW.setRelease(this, atRest);
    }
}
