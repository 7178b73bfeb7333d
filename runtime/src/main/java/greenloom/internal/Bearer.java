package greenloom.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/** Who runs a coroutine's turns: the loop of the greenlet that resumed it, or whatever thread it was that did. */
sealed interface Bearer permits Scheduler, Bearer.Foreign, Bearer.Pump {
    /** Lets {@code turn} run. Any thread. */
    void submit(Turn turn);

    /** Hints that {@code turn} comes next, before everything that is ready: a hand-off is not a switch that others may use. */
    default void prefer(Turn turn) {}

    /** The bearer of the current thread, whichever kind of thread it is. */
    static Bearer ofCurrentThread() {
        Thread thread = Thread.currentThread();
        return switch (VirtualThreads.schedulerOf(thread)) {
            case null -> Pump.ofCurrentThread();
            case Strand strand -> strand.scheduler();
            case Coroutine coroutine -> coroutine.bearer();
            case Executor other -> new Foreign(other);
        };
    }

    /** The scheduler of a virtual thread that has nothing to do with Greenloom. */
    record Foreign(Executor executor) implements Bearer {
        @Override
        public void submit(Turn turn) {
            executor.execute(turn::run);
        }
    }

    /** A platform thread that itself runs the coroutine it has resumed, until that hands back. */
    final class Pump implements Bearer {
        private static final ThreadLocal<Pump> PUMPS = ThreadLocal.withInitial(Pump::new);

        private final LinkedBlockingQueue<Turn> turns = new LinkedBlockingQueue<>();

        static Pump ofCurrentThread() {
            return PUMPS.get();
        }

        @Override
        public void submit(Turn turn) {
            turns.add(turn);
        }

        /** Runs one turn, waiting for it if there is none yet. Owning thread only. */
        void pumpOnce() throws InterruptedException {
            turns.take().run();
        }
    }
}
