package greenloom.internal;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Code on a loop as those see it who have to stop it: a greenlet, or a plain virtual thread that one has started by JDK means. Any thread may call all
 * of it, but for {@link #current}.
 *
 * @param strand the greenlet's, or that of the one that started the plain thread
 * @param child the plain thread, null for a greenlet
 */
public record Stoppable(Strand strand, @Nullable PlainThread child) {

    /** The greenlet that the current thread is, or acts for. */
    public static Stoppable current() {
        Strand self = Strand.self();
        if (self == null) {
            throw new IllegalStateException("Only a greenlet is stopped by others: call this inside one");
        }
        return new Stoppable(self, null);
    }

    /** What lives on whatever loop with that {@linkplain Strand#id id}; null if nothing does. */
    public static @Nullable Stoppable withId(long id) {
        return Outsiders.open().flatMap(Stoppable::on).filter(each -> each.id() == id).findFirst().orElse(null);
    }

    private static Stream<Stoppable> on(Scheduler scheduler) {
        return Stream.concat(scheduler.live().snapshot().stream().map(strand -> new Stoppable(strand, null)),
                scheduler.children().snapshot().stream().map(plain -> new Stoppable(plain.parent(), plain)));
    }

    private long id() {
        return child == null ? strand.id() : child.id();
    }

    /**
     * Who runs on {@code loop} now and still without a pause in so many seconds; null as soon as it is known that nobody does. Off the loop.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    public static @Nullable Stoppable holder(Object loop, double seconds) throws InterruptedException {
        Scheduler scheduler = Outsiders.open().filter(each -> each.owner() == loop).findFirst().orElse(null);
        if (scheduler == null) {
            return null;
        }
        Strand strand = scheduler.holder(Seconds.toNanos(seconds));
        return strand == null ? null : new Stoppable(strand, scheduler.runningChild());
    }

    /** Throws {@code error} in it at its next wait or check; in a plain thread at every check from now on. */
    public void deliver(Throwable error) {
        if (child == null) {
            strand.deliveries().deliver(error);
        } else {
            insist(error);
        }
    }

    /** Throws {@code error} in it at its next wait, and at every check from now on: it cannot go on, whatever it catches. */
    public void insist(Throwable error) {
        Object who = child == null ? strand : child.thread();
        Condemned.add(who, error);
        if (child != null) {
            child.thread().interrupt();
        } else {
            strand.deliveries().deliver(error);
        }
        if (hasEnded()) {
            Condemned.forget(who);
        }
    }

    private boolean hasEnded() {
        return child == null ? strand.hasEnded() : child.isOver();
    }

    /** Whether something was thrown at it that long ago and it has not come to any wait or check since: it is in a call that nothing ends. */
    public boolean ignores(double seconds) {
        long nanos = Seconds.toNanos(seconds);
        return child == null ? strand.deliveries().ignoredFor(nanos) : Condemned.isSince(child.thread(), nanos);
    }

    /** Where it is now, the innermost frame first. */
    public StackTraceElement[] stack() {
        return child == null ? strand.stack() : child.thread().getStackTrace();
    }
}
