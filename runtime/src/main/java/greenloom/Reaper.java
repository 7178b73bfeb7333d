package greenloom;

import greenloom.internal.Daemons;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds generators that nobody can reach any more and has them closed, elsewhere: it must not be held up by what their bodies do. */
final class Reaper {
    /** How long one body may take before another sweep goes on with the rest. */
    private static final long PATIENCE_MILLIS = 1000;

    private static final ReferenceQueue<Generator<?, ?, ?>> UNREACHABLE = new ReferenceQueue<>();

    static {
        Daemons.start("greenloom-reaper", new Reaper()::reap);
    }

    /** Where sweeps go on, with the number of bodies closed when that was last looked at. Reaper only. */
    private final Map<Leftovers, Long> sweeping = new HashMap<>();

    /** Where something was found and no sweep goes on. Reaper only. */
    private final Set<Leftovers> touched = new HashSet<>();

    private Reaper() {}

    static ReferenceQueue<Generator<?, ?, ?>> unreachable() {
        return UNREACHABLE;
    }

    private void reap() {
        try {
            while (true) {
                Reference<?> found = UNREACHABLE.remove(sweeping.isEmpty() ? 0 : PATIENCE_MILLIS);
                if (found == null) {
                    lookAfterSweeps();
                }
                for (; found != null; found = UNREACHABLE.poll()) {
                    drop((Leftover) found);
                }
                touched.forEach(this::sweep);
                touched.clear();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void drop(Leftover leftover) {
        Leftovers home = leftover.home();
        if (!home.hasDropped()) {
            touched.add(home);
        }
        home.drop(leftover);
    }

    private void sweep(Leftovers home) {
        sweeping.put(home, home.closed());
        home.sweep();
    }

    /** Forgets the sweeps that are through and has another one go on where one hangs. */
    private void lookAfterSweeps() {
        sweeping.keySet().removeIf(home -> !home.hasDropped());
        sweeping.forEach((home, closed) -> {
            if (home.closed() == closed) {
                home.sweep();
            }
        });
        sweeping.replaceAll((home, _) -> home.closed());
    }
}
