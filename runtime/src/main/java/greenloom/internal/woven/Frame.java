package greenloom.internal.woven;

import greenloom.internal.Sneaky;
import org.jspecify.annotations.Nullable;

/**
 * What a compiled body leaves behind when it returns to its consumer in the middle, and finds again when it is called the next time: where it
 * stands, and what its local variables held. The weaver writes the code that fills and reads it.
 *
 * <p>A body that comes to a yield saves what it will need, calls {@link #suspend} or {@link #delegate} and returns. Called again, it asks {@link
 * #enter} where to go on, takes back what it has saved and asks {@link #resumed} for the value of its yield.
 *
 * <p>All fields belong to whoever runs the body; the state of the generator passes them on.
 */
public abstract class Frame {
    /** Where a body begins, {@link #enter} answers that. */
    public static final int FRESH = 0;

    /** The label of a body that runs, or has ended. */
    protected static final int RUNNING = -1;

    /** So many references have a field of their own. */
    public static final int REFERENCES = 6;

    /** So many primitive values have a field of their own. */
    public static final int PRIMITIVES = 3;

    private static final Object[] NO_REFERENCES = {};
    private static final long[] NO_PRIMITIVES = {};

    public @Nullable Object o0;
    public @Nullable Object o1;
    public @Nullable Object o2;
    public @Nullable Object o3;
    public @Nullable Object o4;
    public @Nullable Object o5;
    public long j0;
    public long j1;
    public long j2;

    private @Nullable Object[] moreReferences = NO_REFERENCES;
    private long[] morePrimitives = NO_PRIMITIVES;

    /** The yield at which the body stands, counted from 1. */
    protected int label;

    /** The line of that yield; 0 if it is not known. */
    protected int line;

    /** Whether a {@code try} block is around that yield, so that something is to be done if the body never goes on. */
    protected boolean isInTry;

    /** Whether {@link #passed} is not to be yielded but is what to delegate to. */
    protected boolean delegates;

    /** From the body to its consumer: what it yields or delegates to. From the consumer to the body: what it is sent. */
    protected @Nullable Object passed;

    /** What the consumer throws in. */
    protected @Nullable Throwable thrown;

    /** A frame whose body has not begun. */
    protected Frame() {}

    /** Where to go on; from then on the body runs. */
    public final int enter() {
        int entered = label;
        label = RUNNING;
        return entered;
    }

    /** The body is about to return at yield number {@code at}. */
    public final void suspend(@Nullable Object value, int at, int itsLine, boolean inTry) {
        passed = value;
        label = at;
        line = itsLine;
        isInTry = inTry;
    }

    /** The body is about to return at a {@code yieldFrom}. */
    public final void delegate(@Nullable Object inner, int at, int itsLine, boolean inTry) {
        suspend(inner, at, itsLine, inTry);
        delegates = true;
    }

    /** The value of the yield at which the body goes on; or throws what was thrown in. */
    public final @Nullable Object resumed() {
        Object sent = passed;
        passed = null;
        Throwable toThrow = thrown;
        if (toThrow != null) {
            thrown = null;
            throw Sneaky.rethrow(thrownIn(toThrow));
        }
        return sent;
    }

    /** What to throw at the yield; called on the stack of the body. */
    protected abstract Throwable thrownIn(Throwable toThrow);

    /** Room for as many references as do not fit into the fields. */
    public final @Nullable Object[] references(int count) {
        if (moreReferences.length < count) {
            moreReferences = new Object[count];
        }
        return moreReferences;
    }

    /** Room for as many primitive values as do not fit into the fields. */
    public final long[] primitives(int count) {
        if (morePrimitives.length < count) {
            morePrimitives = new long[count];
        }
        return morePrimitives;
    }

    /** The body has ended: forgets what it had put aside. */
    protected final void forget() {
        o0 = null;
        o1 = null;
        o2 = null;
        o3 = null;
        o4 = null;
        o5 = null;
        moreReferences = NO_REFERENCES;
        morePrimitives = NO_PRIMITIVES;
    }
}
