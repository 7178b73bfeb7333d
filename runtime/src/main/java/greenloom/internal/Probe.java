package greenloom.internal;

import org.jspecify.annotations.Nullable;

/** What a loop tells about its strands while somebody looks; while nobody does, each place costs one look whether there is a probe. */
public interface Probe {
    /** The strand was started. Any thread. */
    void spawned(Strand strand);

    /** The strand can go on and waits for its turn. Any thread. */
    void scheduled(Strand strand, @Nullable Strand by);

    /** The strand's turn begins. Carrier. */
    void beforeRun(Strand strand);

    /** The strand's turn is over: it waits, yields or has ended. Carrier. */
    void afterRun(Strand strand);

    /** The strand waits for {@code site}. Its own thread. */
    void blocked(Strand strand, Object site);

    /** The strand's body has ended. Its own thread. */
    void exited(Strand strand);

    /** Nothing is ready: the carrier waits, at most that long. Carrier. */
    void beforeIoWait(long nanos);

    /** The carrier goes on. Carrier. */
    void afterIoWait();
}
