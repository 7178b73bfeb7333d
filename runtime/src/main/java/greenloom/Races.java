package greenloom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a body under many orders of its greenlets, to find the one in which it fails. */
public final class Races {
    private Races() {}

    /**
     * A failure found, and how to see it again: {@code EventLoop.run(EventLoop.options().seed(race.seed()), body)}.
     *
     * @param seed draws the order in which the body failed
     * @param failure what it threw
     * @param trace the names of the greenlets, in the order of their turns
     */
    public record Race(long seed, Throwable failure, List<String> trace) {
        @Override
        public String toString() {
            return "seed " + seed + ": " + failure + " after the turns " + String.join(" ", trace);
        }
    }

    /**
     * Runs {@code body} on a loop of its own with the seeds 0, 1, 2, … on a virtual clock, until it throws.
     *
     * @param times how many orders to try
     * @param body what to run; must depend on nothing but the order of its greenlets
     * @return the first order in which it failed; empty if it never did
     */
    public static Optional<Race> explore(int times, Action body) {
        for (long seed = 0; seed < times; seed++) {
            Race race = attempt(seed, body);
            if (race != null) {
                return Optional.of(race);
            }
        }
        return Optional.empty();
    }

    /**
     * Runs {@code body} once with a seed, for its trace.
     *
     * @param seed draws the order
     * @param body what to run
     * @return the names of the greenlets, in the order of their turns
     */
    public static List<String> trace(long seed, Action body) {
        Tracer tracer = new Tracer();
        run(seed, tracer, body);
        return List.copyOf(tracer.turns);
    }

    private static @Nullable Race attempt(long seed, Action body) {
        Tracer tracer = new Tracer();
        try {
            run(seed, tracer, body);
            return null;
        } catch (Throwable e) {
            return new Race(seed, e, List.copyOf(tracer.turns));
        }
    }

    private static void run(long seed, Tracer tracer, Action body) {
        EventLoop.run(EventLoop.options().seed(seed).clock(new VirtualClock()), () -> {
            EventLoop.current().addInstrument(tracer);
            body.run();
        });
    }

    private static final class Tracer implements Instrument {
        private final List<String> turns = new ArrayList<>();

        @Override
        public void beforeRun(Greenlet<?> greenlet) {
            turns.add(greenlet.name());
        }
    }
}
