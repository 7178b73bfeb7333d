package greenloom.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All strands of a loop that were started and have not ended, in the order of their start. Held strongly, so that a greenlet nobody keeps a
 * reference to still runs to its end (asyncio's tasks vanish; ours do not).
 */
public final class LiveStrands {
    private final SpinLock lock = new SpinLock();
    private @Nullable Strand first;
    private @Nullable Strand last;
    private int size;

    void add(Strand strand) {
        lock.lock();
        strand.previousLive = last;
        if (last == null) {
            first = strand;
        } else {
            last.nextLive = strand;
        }
        last = strand;
        size++;
        lock.unlock();
    }

    void remove(Strand strand) {
        lock.lock();
        Strand before = strand.previousLive;
        Strand after = strand.nextLive;
        if (before == null) {
            first = after;
        } else {
            before.nextLive = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previousLive = before;
        }
        strand.previousLive = null;
        strand.nextLive = null;
        size--;
        lock.unlock();
    }

    /** How many live now. Any thread. */
    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest that lives and passes {@code test}, which must be short and must not call back; null if none does. Any thread. */
    @Nullable Strand findFirst(Predicate<Strand> test) {
        lock.lock();
        try {
            Strand strand = first;
            while (strand != null && !test.test(strand)) {
                strand = strand.nextLive;
            }
            return strand;
        } finally {
            lock.unlock();
        }
    }

    /** Those that live now, the oldest first. Any thread. */
    public List<Strand> snapshot() {
        List<Strand> strands = new ArrayList<>(size());
        lock.lock();
        try {
            for (Strand strand = first; strand != null; strand = strand.nextLive) {
                strands.add(strand);
            }
        } finally {
            lock.unlock();
        }
        return strands;
    }
}
