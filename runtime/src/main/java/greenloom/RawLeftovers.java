package greenloom;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The raw greenlets of one host that stood somewhere when the last reference to them went: a {@link GreenletExit} ends them there, so that their
 * {@code finally} blocks run. Only the host may switch to them, so it happens when that uses raw greenlets the next time, as in the greenlet module.
 */
final class RawLeftovers {
    /** Filled by the JVM's finalizer thread, emptied by the host. */
    private final Queue<RawGreenlet> dropped = new ConcurrentLinkedQueue<>();

    /** Has {@code greenlet}, which must keep the answer, found once nobody can reach it. */
    Object watch(RawGreenlet greenlet) {
        return new Watch(greenlet);
    }

    /** Ends those that were found, one after the other, on behalf of {@code current}. */
    void end(RawGreenlet current) {
        for (RawGreenlet next = dropped.poll(); next != null; next = dropped.poll()) {
            Throwable error = next.end(current);
            if (error != null) {
                UncaughtErrors.report(next.name() + " was dropped where it stood and failed while it was ended", error);
            }
        }
    }

    /**
     * Reachable for as long as its greenlet is.
     *
     * <p>Why a finalizer, which is on its way out of the JDK: nothing else gives back what nobody can reach, the stack and all that it refers to.
     * Generators do without, as their stacks are held elsewhere and only the generator is watched; but raw greenlets know each other by name,
     * and two stacks that are held so would hold each other for ever. Where the JVM has no finalizers, {@code finally} blocks of dropped ones
     * do not run, and nothing else changes.
     */
    private final class Watch {
        private final RawGreenlet watched;

        Watch(RawGreenlet watched) {
            this.watched = watched;
        }

        @Override
        @SuppressWarnings({"removal", "Finalize"}) // See above.
        protected void finalize() {
            if (watched.isLeftBy(this)) {
                dropped.add(watched);
            }
        }
    }
}
