package greenloom.internal;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out when nothing can wake those who wait on a loop.
 *
 * <p>That is so when all of these hold: nothing is ready and no timer runs; every greenlet waits at one of our own waiting points, without a
 * limit (one inside a JDK call, on a lock or a queue of the JDK's, may be woken by anybody; one that waits for a socket, by its peer); no plain virtual
 * thread lives on the loop; and nothing outside is known that may wake somebody: work of {@code toThread} and {@code runIn}, wrapped futures that are
 * waited for, signal handlers, other loops, and the threads that {@link Outsiders} finds. While the last is all that speaks against it, the loop
 * looks again from time to time.
 *
 * <p>Carrier only; a look itself is a turn of its own on the loop.
 */
final class Deadlocks {
    /** What is done about it. */
    interface Listener {
        /**
         * Nothing can wake those any more.
         *
         * @param stuck all of them, the oldest first
         */
        void deadlocked(List<Strand> stuck);
    }

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** How long idle threads are given to notice that they have work. */
    private static final long BENEFIT_OF_THE_DOUBT = TimeUnit.SECONDS.toNanos(1);

    private final Scheduler scheduler;
    private final Listener listener;

    /** One that was found waiting for something that anybody may do: as long as it does, there is no more to look at. */
    private @Nullable Strand witness;

    /** How many turns strands had had when the loop was first found like this. */
    private long turnsAtFirst = -1;

    private long firstAt;
    private long nextLook;
    private long pause;

    Deadlocks(Scheduler scheduler, Listener listener) {
        this.scheduler = scheduler;
        this.listener = listener;
    }

    /**
     * Nothing is ready and no timer runs.
     *
     * @param strandTurns how many turns strands have had
     * @return how long to wait before asking again, in nanoseconds; zero if a look has been put on the loop
     */
    long timeToWait(long strandTurns) {
        if (isWitness(witness)) {
            return Long.MAX_VALUE;
        }
        witness = scheduler.live().findFirst(Deadlocks::isWitness);
        if (witness != null || scheduler.live().size() == 0) {
            return Long.MAX_VALUE;
        }
        long now = System.nanoTime();
        if (strandTurns != turnsAtFirst) {
            turnsAtFirst = strandTurns;
            firstAt = now;
            pause = FIRST_PAUSE;
        } else if (nextLook - now > 0) {
            return nextLook - now;
        }
        nextLook = now + pause;
        pause = Math.min(2 * pause, LONGEST_PAUSE);
        // Looking at threads takes locks of the JDK's, which the carrier must not: so it is done in a turn like any other.
        scheduler.onVirtualThread(this::look);
        return 0;
    }

    /** Whether {@code strand} lives and may be woken by anybody. */
    private static boolean isWitness(@Nullable Strand strand) {
        return strand != null && strand.deliveries().mayBeWokenByAnybody();
    }

    private void look() {
        boolean stuck = switch (Outsiders.lookFor(scheduler)) {
            case SOMEBODY -> false;
            case PERHAPS -> System.nanoTime() - firstAt > BENEFIT_OF_THE_DOUBT;
            case NOBODY -> true;
        };
        // What was so when this turn was asked for may not be so any more.
        if (stuck && scheduler.isStuckSince(turnsAtFirst)) {
            listener.deadlocked(scheduler.live().snapshot());
        }
    }
}
