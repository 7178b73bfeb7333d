package greenloom.internal;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread of ours together with its scheduler, which is this object itself: the JDK asks it to run the thread's continuation.
 *
 * <p>A scheduler for each thread costs nothing and tells, for any current thread, on whose behalf it runs, without a thread local: virtual
 * threads that user code starts by JDK means inherit this scheduler and so are known as its children.
 */
abstract sealed class Fiber extends Turn implements Executor permits Strand, Coroutine {
    /** Set once, before the thread starts. */
    private @Nullable Thread thread;

    /** Set once, by the first {@link #execute} while the thread is being started. */
    private @Nullable Runnable continuation;

    final void create(String name, Runnable body) {
        thread = VirtualThreads.unstarted(name, this, body);
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
        if (runnable == continuation) {
            submit();
        } else {
            submitChild(runnable);
        }
    }

    @Override
    final void run() {
        Runnable step = continuation;
        if (step != null) {
            step.run();
        }
    }

    /** Lets this fiber's own thread go on. Any thread; must not block. */
    abstract void submit();

    /** Lets a virtual thread go on that has inherited this scheduler. Any thread; must not block. */
    abstract void submitChild(Runnable child);

    /** The strand whose cancellation and waiting this fiber's own thread takes part in, if any. */
    abstract @Nullable Strand acting();
}
