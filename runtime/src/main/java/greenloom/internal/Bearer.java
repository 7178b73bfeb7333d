package greenloom.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Who runs a coroutine's turns: the loop of the greenlet that resumed it, the platform thread that did, or a pool. */
sealed interface Bearer permits Scheduler, Bearer.Pool, Bearer.Pump {
    /** Lets {@code turn} run. Any thread. */
    void submit(Turn turn);

    /** Lets {@code turn} run next, before everything that is ready: a hand-off is no switch that others may use. On the carrier only. */
    void follow(Fiber turn);

    /** Whether the current thread is one that runs turns for this. */
    boolean isCarrier();

    /** The bearer of the current thread, which is no fiber's. */
    static Bearer ofPlainThread(Thread thread) {
        return switch (VirtualThreads.schedulerOf(thread)) {
            case null -> Pump.ofCurrentThread();
            case Strand strand -> strand.scheduler();
            case Coroutine coroutine -> coroutine.bearerOfChildren();
            case Executor _ -> Pool.INSTANCE;
        };
    }

    /**
     * Threads for bodies whose consumer can neither run them itself nor leave its carrier to them: virtual threads that have nothing to do with
     * Greenloom. The JDK's own carriers will not do: they take back what yields without asking its scheduler.
     */
    final class Pool implements Bearer {
        static final Pool INSTANCE = new Pool();

        private final Executor threads = Executors.newCachedThreadPool(Worker::new);

        private Pool() {}

        private static final class Worker extends Thread {
            Worker(Runnable work) {
                super(work, "greenloom-elsewhere");
                setDaemon(true);
            }
        }

        @Override
        public boolean isCarrier() {
            return Thread.currentThread() instanceof Worker;
        }

        @Override
        public void submit(Turn turn) {
            threads.execute(() -> {
                turn.taken();
                turn.run();
            });
        }

        @Override
        public void follow(Fiber turn) {
            threads.execute(turn);
        }
    }

    /**
     * A platform thread that itself runs the coroutine that it has resumed, and all to whom that hands over, until control comes back to it. One
     * of them can go on at any moment, so there is no queue. What they start by JDK means runs elsewhere.
     */
    final class Pump implements Bearer, Landing {
        private static final ThreadLocal<Pump> PUMPS = ThreadLocal.withInitial(Pump::new);

        private final Thread owner = Thread.currentThread();

        /** The one that was blocked and can go on, and those who only seem so to somebody who looked at their stacks. Any thread. */
        private final Queue<Turn> arrived = new ConcurrentLinkedQueue<>();

        /** Owner only: the one that was handed over to. */
        private @Nullable Fiber successor;

        /** Owner only: the one that acts for this thread. */
        private @Nullable Fiber active;

        /** Owner only: control has come back. */
        private boolean landed;

        static Pump ofCurrentThread() {
            return PUMPS.get();
        }

        @Override
        public void submit(Turn turn) {
            arrived.add(turn);
            LockSupport.unpark(owner);
        }

        @Override
        public void follow(Fiber turn) {
            successor = turn;
        }

        @Override
        public boolean isCarrier() {
            return Thread.currentThread() == owner;
        }

        @Override
        public void land(Bearer here) {
            landed = true;
        }

        /** Runs {@code first} and whoever comes after it until control comes back. Owner only. */
        void run(Fiber first) {
            landed = false;
            active = first;
            first.run();
            while (!landed) {
                following().run();
            }
            active = null;
        }

        private Turn following() {
            Fiber handedTo = successor;
            if (handedTo != null) {
                successor = null;
                active = handedTo;
                return handedTo;
            }
            Turn turn = arrived.poll();
            while (turn == null) {
                LockSupport.park(this);
                passInterrupt();
                turn = arrived.poll();
            }
            turn.taken();
            return turn;
        }

        private void passInterrupt() {
            Fiber acting = active;
            if (acting != null && Thread.interrupted()) {
                acting.thread().interrupt();
            }
        }
    }
}
