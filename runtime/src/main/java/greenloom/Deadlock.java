package greenloom;

import greenloom.internal.Sites;
import greenloom.internal.Strand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done about a deadlock: one of those who wait is told, so that what it lets go of may set the others free. */
final class Deadlock {
    private Deadlock() {}

    /** Tells the first of {@code stuck} that still waits. */
    static void tell(List<Strand> stuck) {
        for (Strand victim : stuck) {
            List<DeadlockException.Waiting> waiting = new ArrayList<>();
            describe(victim, waiting);
            if (waiting.isEmpty()) {
                continue;
            }
            stuck.stream().filter(other -> other != victim).forEach(other -> describe(other, waiting));
            if (victim.deliveries().deliverToWaiter(new DeadlockException(waiting))) {
                return;
            }
        }
    }

    private static void describe(Strand strand, List<DeadlockException.Waiting> waiting) {
        Object site = strand.deliveries().waitsFor();
        if (site != null) {
            waiting.add(new DeadlockException.Waiting((Greenlet<?>) strand.owner(), site, holder(site)));
        }
    }

    /** Who must do something before a wait at {@code site} ends: its holder, or the greenlet whose end is waited for; null if that is not known. */
    static @Nullable Object holder(@Nullable Object site) {
        return site instanceof Greenlet<?> greenlet ? greenlet : Sites.holder(site);
    }
}
