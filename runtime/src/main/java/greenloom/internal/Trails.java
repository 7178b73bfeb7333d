package greenloom.internal;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which way an exception came: its stack ends where its greenlet began, and says nothing of that greenlet or of those who were thrown the same
 * exception because they asked for its value. Kept beside the latest exceptions, while they live. Rejected: notes on the exceptions themselves, as
 * their messages, causes or suppressed ones show everywhere and are the user's.
 */
public final class Trails {
    /** Of so many greenlets and threads that got one exception it is known how; enough for those who look at it right after. */
    private static final int MOST = 16;

    /** Of so many exceptions something is known: what greenlets fail of in their thousands nobody looks at one by one. */
    private static final int MOST_EXCEPTIONS = 4096;

    private static final SpinLock LOCK = new SpinLock();

    /** Under the lock, by age. */
    private static final Map<Key, List<Step>> KNOWN = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, List<Step>> eldest) {
            return size() > MOST_EXCEPTIONS;
        }
    };

    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final int DEEPEST = 64;

    private Trails() {}

    /** The latest thing that happened to an exception on its way, and what was before. */
    public sealed interface Trail {
        /** What happened before; null if it was thrown by code of the one that this tells of. */
        @Nullable Trail before();

        /**
         * It ended a greenlet.
         *
         * @param spawnedAt where that was spawned, if that is known
         */
        record Ended(String greenlet, @Nullable StackTraceElement spawnedAt, @Nullable Trail before) implements Trail {
        }

        /**
         * It was thrown at one who asked for a value.
         *
         * @param stack where that was, the innermost frame first
         */
        record Awaited(List<StackTraceElement> stack, @Nullable Trail before) implements Trail {
        }
    }

    /** @param who the greenlet that it ended, or the thread that it was thrown at */
    private record Step(WeakReference<Object> who, Trail trail) {}

    /** Exceptions may be equal to each other, and their hash may be user code. */
    private static final class Key extends WeakReference<Throwable> {
        private final int hash;

        Key(Throwable exception) {
            super(exception);
            hash = System.identityHashCode(exception);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || (other instanceof Key key && get() != null && get() == key.get());
        }
    }

    /** Notes that {@code exception} has ended {@code greenlet}, on whose thread this is. */
    public static void ended(Object greenlet, String name, @Nullable StackTraceElement spawnedAt,
            Throwable exception) {
        note(exception, greenlet, () -> new Trail.Ended(name, spawnedAt, own(exception, Thread.currentThread())));
    }

    /** Notes that {@code exception} is thrown at the current thread, which asked {@code whom} for a value. */
    public static void awaited(Object whom, Throwable exception) {
        note(exception, Thread.currentThread(), () -> new Trail.Awaited(stack(), own(exception, whom)));
    }

    private static List<StackTraceElement> stack() {
        return WALKER.walk(frames -> frames.limit(DEEPEST).map(StackWalker.StackFrame::toStackTraceElement).toList());
    }

    private static void note(Throwable exception, Object who, Supplier<Trail> trail) {
        try {
            Step step = new Step(new WeakReference<>(who), trail.get());
            Key key = new Key(exception);
            LOCK.lock();
            try {
                KNOWN.merge(key, List.of(step), Trails::append);
            } finally {
                LOCK.unlock();
            }
        } catch (VirtualMachineError e) {
            // No memory or no stack is left: the exception itself is what has to go on.
        }
    }

    private static List<Step> append(List<Step> known, List<Step> next) {
        List<Step> all = new ArrayList<>(known.subList(Math.max(0, known.size() - MOST + 1), known.size()));
        all.addAll(next);
        return List.copyOf(all);
    }

    private static List<Step> steps(Throwable exception) {
        Key key = new Key(exception);
        LOCK.lock();
        try {
            return KNOWN.getOrDefault(key, List.of());
        } finally {
            LOCK.unlock();
        }
    }

    private static @Nullable Trail own(Throwable exception, Object who) {
        return steps(exception).reversed().stream().filter(step -> step.who().refersTo(who)).findFirst()
                .map(Step::trail).orElse(null);
    }

    /**
     * The way on which {@code exception} came to {@code who}, a greenlet or a thread; where that is not known or {@code who} is null, the way it went
     * last. Null if it never left the code that threw it.
     */
    public static @Nullable Trail of(Throwable exception, @Nullable Object who) {
        Trail own = who == null ? null : own(exception, who);
        List<Step> all = own == null ? steps(exception) : List.of();
        return all.isEmpty() ? own : all.getLast().trail();
    }
}
