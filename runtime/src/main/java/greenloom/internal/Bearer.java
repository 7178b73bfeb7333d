package greenloom.internal;

import org.jspecify.annotations.Nullable;

/** Who runs a coroutine's turns: the loop of the greenlet that resumed it, the platform thread that did, or a lane of its own. */
sealed interface Bearer permits Scheduler, Pump, Lane {
    /** Lets {@code turn} run. Any thread. */
    void submit(Turn turn);

    /** Lets {@code turn} run next, before everything that is ready: a hand-off is no switch that others may use. On the carrier only. */
    void follow(Fiber turn);

    /** Whether the current thread is the one that runs turns for this now. */
    boolean isCarrier();

    /** The loop or the platform thread that the current thread, which is no fiber's, can hand over to; null if neither is there. */
    static @Nullable Bearer ofPlainThread(Thread thread) {
        return switch (VirtualThreads.schedulerOf(thread)) {
            case null -> Pump.ofCurrentThread();
            case Strand strand -> strand.scheduler();
            case Coroutine coroutine -> coroutine.loop();
            default -> null;
        };
    }
}
