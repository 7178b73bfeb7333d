package greenloom;

import org.jspecify.annotations.Nullable;

/**
 * Is told what a loop does with its greenlets: the base of tracers, meters and pictures. {@code trio.abc.Instrument}.
 *
 * <p>Installed with {@link EventLoop#addInstrument}. The methods are called in the middle of the loop's work, most of them outside any greenlet: they
 * must be short and must not wait. One that throws is removed and logged; the loop goes on.
 */
public interface Instrument {
    /** The greenlet was started. */
    default void spawned(Greenlet<?> greenlet) {}

    /**
     * The greenlet can go on and waits for its turn.
     *
     * @param by the greenlet that woke it; null if it was a timer, a socket or another thread
     */
    default void scheduled(Greenlet<?> greenlet, @Nullable Greenlet<?> by) {}

    /** The greenlet's turn begins. */
    default void beforeRun(Greenlet<?> greenlet) {}

    /** The greenlet's turn is over: it waits, yields or has ended. */
    default void afterRun(Greenlet<?> greenlet) {}

    /**
     * The greenlet begins to wait for one of Greenloom's own things; a wait inside a JDK call shows as a turn that is over.
     *
     * @param on what it waits for
     */
    default void blocked(Greenlet<?> greenlet, Object on) {}

    /** The greenlet has ended. */
    default void exited(Greenlet<?> greenlet) {}

    /**
     * Nothing can run: the loop waits for a timer, a socket or a wake-up.
     *
     * @param seconds how long at most; infinite if nothing is due
     */
    default void beforeIoWait(double seconds) {}

    /** The loop goes on after it has waited. */
    default void afterIoWait() {}
}
