package greenloom.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Who runs a coroutine's turns: the loop of the greenlet that resumed it, the platform thread that did, or a pool. */
sealed interface Bearer permits Scheduler, Bearer.Pool, Bearer.Pump {
    /** Lets {@code turn} run. Any thread. */
    void submit(Turn turn);

    /** Lets {@code turn} run next, before everything that is ready: a hand-off is no switch that others may use. On the carrier only. */
    void follow(Turn turn);

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

        private final Executor threads = Executors
                .newCachedThreadPool(Thread.ofPlatform().name("greenloom-elsewhere-", 0).daemon().factory());

        private Pool() {}

        @Override
        public void submit(Turn turn) {
            threads.execute(turn);
        }

        @Override
        public void follow(Turn turn) {
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

        /** The one that was blocked and can go on; any thread. */
        private final AtomicReference<@Nullable Turn> arrived = new AtomicReference<>();

        /** Owner only: the one that was handed over to. */
        private @Nullable Turn successor;

        /** Owner only: control has come back. */
        private boolean landed;

        static Pump ofCurrentThread() {
            return PUMPS.get();
        }

        @Override
        public void submit(Turn turn) {
            arrived.set(turn);
            LockSupport.unpark(owner);
        }

        @Override
        public void follow(Turn turn) {
            successor = turn;
        }

        @Override
        public void land(Bearer here) {
            landed = true;
        }

        /** Runs {@code first} and whoever comes after it until control comes back. Owner only. */
        void run(Fiber first) {
            landed = false;
            Turn turn = first;
            turn.run();
            while (!landed) {
                turn = following(turn);
                turn.run();
            }
        }

        private Turn following(Turn last) {
            Turn turn = successor;
            successor = null;
            while (turn == null) {
                turn = arrived.getAndSet(null);
                if (turn == null) {
                    LockSupport.park(this);
                    passInterrupt(last);
                }
            }
            return turn;
        }

        /** Whoever waits on this thread acts for it: it gets the interrupt. */
        private static void passInterrupt(Turn waiting) {
            if (waiting instanceof Fiber fiber && Thread.interrupted()) {
                fiber.thread().interrupt();
            }
        }
    }
}
