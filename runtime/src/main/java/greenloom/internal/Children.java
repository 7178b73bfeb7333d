package greenloom.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The plain virtual threads that live on a loop, started there by JDK means. Changed by its carrier only, so that this never waits for a lock. */
public final class Children {
    private final Map<Runnable, PlainThread> threads = new ConcurrentHashMap<>();

    /** Written by the carrier: some thread ran whose end cannot be seen on this JDK. */
    private volatile boolean unknown;

    /** The thread with that continuation, which has its turn now on behalf of {@code parent}; null if it cannot be seen on this JDK. */
    @Nullable PlainThread of(Runnable continuation, Strand parent) {
        PlainThread known = threads.get(continuation);
        if (known == null && !unknown) {
            Thread thread = VirtualThreads.threadOf(continuation);
            unknown = thread == null;
            if (thread != null) {
                known = new PlainThread(thread, parent);
                threads.put(continuation, known);
            }
        }
        return known;
    }

    /** A slice of the thread with that continuation is over. */
    void ran(Runnable continuation) {
        PlainThread thread = threads.get(continuation);
        if (thread != null) {
            thread.ends();
            if (thread.isOver()) {
                threads.remove(continuation);
                Condemned.forget(thread.thread());
            }
        }
    }

    /** The one that has its turn now; null if none has. Any thread. */
    @Nullable PlainThread running() {
        return threads.values().stream().filter(PlainThread::isRunning).findFirst().orElse(null);
    }

    /** Whether any lives. Any thread. */
    boolean anyLives() {
        return unknown || !threads.isEmpty();
    }

    /** Those that have had a turn and live now, the oldest first. Any thread. */
    public List<PlainThread> snapshot() {
        Collection<PlainThread> now = threads.values();
        return now.stream().filter(thread -> !thread.isOver()).sorted(Comparator.comparingLong(PlainThread::id))
                .toList();
    }
}
