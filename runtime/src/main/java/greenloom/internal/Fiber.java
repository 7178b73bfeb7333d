package greenloom.internal;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread of ours together with its scheduler, which is this object itself: the JDK asks it to run the thread's continuation.
 *
 * <p>A scheduler for each thread costs nothing and tells, for any current thread, on whose behalf it runs, without a thread local: virtual
 * threads that user code starts by JDK means inherit this scheduler and so are known as its children.
 *
 * <p><em>Hand-off.</em> A fiber hands control to another place by {@link #leaveFor}: it yields, and where the JDK then asks to have it scheduled
 * again, which happens on the carrier just after the fiber has left it, the other place is let go on instead. The fiber stays where it
 * is, runnable, until somebody lands on it. Neither side parks or is unparked: half the cost, and nobody else comes in between.
 *
 * <p>Who takes the stack of a runnable thread stops it for a moment and has it scheduled once more afterwards, whether it was queued or not: so a
 * strand is never queued twice, a fiber that is away or elsewhere ignores its turn, and one that could not land because it was looked at tries again.
 */
abstract sealed class Fiber extends Turn implements Executor, Landing permits Strand, Coroutine {
    /** HERE → AWAY → LANDING → HERE. A coroutine begins AWAY. */
    private enum Stand {
        HERE,
        AWAY,
        LANDING
    }

    /** Set once, before the thread starts. */
    private @Nullable Thread thread;

    /** Where it stands in a hand-off; passed on with control. */
    private Stand stand;

    /** Set once, by the first {@link #execute} while the thread is being started. */
    private @Nullable Runnable continuation;

    /** Where control goes as soon as this fiber has left its carrier. Written by its thread, taken on the carrier. */
    private @Nullable Landing leavingFor;

    /** Makes a fiber that runs as soon as it is started, or one that runs only when control is handed to it. */
    Fiber(boolean onItsOwn) {
        stand = onItsOwn ? Stand.HERE : Stand.AWAY;
    }

    final void create(String name, Runnable body) {
        thread = VirtualThreads.unstarted(name, this, body);
    }

    /** The fiber whose own thread {@code thread} is, or null. */
    static @Nullable Fiber of(Thread thread) {
        return VirtualThreads.schedulerOf(thread) instanceof Fiber fiber && fiber.thread == thread ? fiber : null;
    }

    @Override
    public final Thread thread() {
        Thread created = thread;
        if (created == null) {
            throw new IllegalStateException("The thread of " + this + " was asked for before it was made");
        }
        return created;
    }

    @Override
    public final void execute(Runnable runnable) {
        if (continuation == null) {
            continuation = runnable;
        }
        if (runnable != continuation) {
            submitChild(runnable);
        } else if (leavingFor != null && isOnItsCarrier()) {
            handOver();
        } else {
            // Somebody made it ready, or looked at its stack.
            submit();
        }
    }

    private void handOver() {
        Landing to = leavingFor;
        leavingFor = null;
        stand = Stand.AWAY;
        if (to != null) {
            to.land(bearer());
        }
    }

    /**
     * Hands control to {@code to} and returns when somebody has handed it back to this fiber. Only its own thread.
     *
     * @return false if this thread cannot leave its carrier now, because a class initialiser or native code is on its stack: nothing has happened
     */
    @SuppressWarnings("ThreadPriorityCheck") // What the yield means is up to us: we are the scheduler.
    final boolean leaveFor(Landing to) {
        leavingFor = to;
        try {
            Thread.yield();
            return leavingFor == null;
        } finally {
            leavingFor = null;
            stand = Stand.HERE;
        }
    }

    /** Control is on its way to this fiber, whose turn comes now. */
    final void landing() {
        stand = Stand.LANDING;
    }

    /** Control is here for the first time. */
    final void landed() {
        stand = Stand.HERE;
    }

    @Override
    final void go() {
        Runnable step = continuation;
        if (step != null && stand != Stand.AWAY && isOnItsCarrier()) {
            step.run();
            if (stand == Stand.LANDING) {
                submit();
            }
        }
    }

    /** Who runs this fiber now. Only while it runs. */
    abstract Bearer bearer();

    /** Whether the current thread is one that gives this fiber its turns. */
    abstract boolean isOnItsCarrier();

    /** Lets this fiber's own thread go on. Any thread; must not block. */
    abstract void submit();

    /** Lets a virtual thread go on that has inherited this scheduler. Any thread; must not block. */
    abstract void submitChild(Runnable child);

    /** The strand whose cancellation and waiting this fiber's own thread takes part in, if any. */
    abstract @Nullable Strand acting();
}
