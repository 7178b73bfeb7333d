package greenloom;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nothing can wake this wait any more: everybody on the loop waits, no timer runs, and nothing outside that the loop knows of may wake anybody. Lists
 * who waits for what. {@code gevent.exceptions.LoopExit} ("would block forever").
 *
 * <p>One of those who wait gets it, the oldest, which in {@link EventLoop#run} is the body: what it lets go of may set the others free. If not, the
 * next one gets it.
 */
public final class DeadlockException extends AsyncException {
    private final List<Waiting> waiting;

    DeadlockException(List<Waiting> waiting) {
        super("nothing can wake greenlet \"" + waiting.getFirst().greenlet().name() + "\" any more: "
                + String.join("; ", waiting.stream().map(Waiting::toString).toList()), null);
        this.waiting = List.copyOf(waiting);
    }

    /** Who waits, the one that got this first. */
    public List<Waiting> waiting() {
        return waiting;
    }

    /**
     * One that waits.
     *
     * @param greenlet who
     * @param site what for
     * @param holder the greenlet or thread that holds it, or null if that is not known
     */
    public record Waiting(Greenlet<?> greenlet, Object site, @Nullable Object holder) {
        @Override
        public String toString() {
            return "\"" + greenlet.name() + "\" waits for " + site;
        }
    }
}
