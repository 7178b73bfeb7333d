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
 */
abstract sealed class Fiber extends Turn implements Executor, Landing permits Strand, Coroutine {
    /** Set once, before the thread starts. */
    private @Nullable Thread thread;

    /** Set once, by the first {@link #execute} while the thread is being started. */
    private @Nullable Runnable continuation;

    /** Where control goes as soon as this fiber has left its carrier. Written by its thread, taken on the carrier. */
    private @Nullable Landing leavingFor;

    final void create(String name, Runnable body) {
        thread = VirtualThreads.unstarted(name, this, body);
    }

    /** The fiber whose own thread {@code thread} is, or null. */
    static @Nullable Fiber of(Thread thread) {
        return VirtualThreads.schedulerOf(thread) instanceof Fiber fiber && fiber.thread == thread ? fiber : null;
    }

    final Thread thread() {
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
        } else if (leavingFor == null) {
            submit();
        } else {
            handOver();
        }
    }

    private void handOver() {
        Landing to = leavingFor;
        leavingFor = null;
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
        }
    }

    @Override
    public final void run() {
        Runnable step = continuation;
        if (step != null) {
            step.run();
        }
    }

    /** Who runs this fiber now. Only while it runs. */
    abstract Bearer bearer();

    /** Lets this fiber's own thread go on. Any thread; must not block. */
    abstract void submit();

    /** Lets a virtual thread go on that has inherited this scheduler. Any thread; must not block. */
    abstract void submitChild(Runnable child);

    /** The strand whose cancellation and waiting this fiber's own thread takes part in, if any. */
    abstract @Nullable Strand acting();
}
