package greenloom.internal;

import org.jspecify.annotations.Nullable;

/** Something that waits for its turn on a carrier: a strand that can go on, a plain virtual thread on the loop, or a task of the loop's. */
abstract class Turn {
    /** The link of whichever queue holds this turn; touched by the pusher before, and by the carrier after, the hand-over. */
    @Nullable Turn next;

    /** It has just been taken out of the queue that it was submitted to, and is run next. */
    void taken() {}

    /** Runs this turn on the carrier thread; returns when it is over or waits. Never throws. */
    abstract void go();

    /** The strand on whose behalf this turn runs, or null for the loop's own tasks. */
    abstract @Nullable Strand strand();

    /** Who has this turn, or null for the loop's own tasks. Carrier only, just before it runs. */
    @Nullable Account account() {
        return strand();
    }

    /** A plain virtual thread, started by JDK means on behalf of a strand, that has inherited its scheduler. */
    static final class Child extends Turn {
        private final @Nullable Strand parent;
        private final Runnable continuation;

        Child(@Nullable Strand parent, Runnable continuation) {
            this.parent = parent;
            this.continuation = continuation;
        }

        @Override
        void go() {
            if (parent == null) {
                continuation.run();
                return;
            }
            continuation.run();
            parent.scheduler().children().ran(continuation);
        }

        @Override
        @Nullable Account account() {
            return parent == null ? null : parent.scheduler().children().of(continuation, parent);
        }

        @Override
        @Nullable Strand strand() {
            return parent;
        }
    }

    /** A short task of the loop's own that must run on the carrier because it touches what belongs to it. */
    static final class Task extends Turn {
        private final Runnable action;

        Task(Runnable action) {
            this.action = action;
        }

        @Override
        void go() {
            action.run();
        }

        @Override
        @Nullable Strand strand() {
            return null;
        }
    }
}
