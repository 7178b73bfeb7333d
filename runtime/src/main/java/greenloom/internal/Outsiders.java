package greenloom.internal;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.stream.Stream;

/**
 * Who outside a loop, that it was never told of, may still wake somebody on it: other loops, and the platform threads that run something.
 *
 * <p>A thread counts if it was started by code on a virtual thread, belongs to a fork-join pool, or keeps the JVM alive, and if it runs anything or has a
 * task of a scheduled executor ahead. A thread that itself waits for a greenlet does not count. A pool's idle worker counts for a while only: it may
 * have been given work a moment ago and not have noticed. Daemon threads that were started outside any loop do not count: tools that look into
 * the JVM have such threads, and they never end. A program whose own daemon threads wake greenlets keeps its loop alive by the option for that.
 */
final class Outsiders {
    /** What there is to expect. */
    enum Verdict {
        /** Somebody runs or will. */
        SOMEBODY,
        /** There are threads that wait for work. */
        PERHAPS,
        /** There is nobody. */
        NOBODY
    }

    private static final Set<Scheduler> OPEN = ConcurrentHashMap.newKeySet();

    /** Threads of the JVM's and of test tools that keep the JVM alive and never do anything for the program. */
    private static final Set<String> TOOLS = Set.of("DestroyJavaVM", "junit-jupiter-timeout-watcher");

    private static final String STARTED_ON_VIRTUAL_THREADS = "VirtualThreads";

    private Outsiders() {}

    static void opened(Scheduler scheduler) {
        OPEN.add(scheduler);
    }

    static void closed(Scheduler scheduler) {
        OPEN.remove(scheduler);
    }

    /** The loops that were started and not stopped. */
    static Stream<Scheduler> open() {
        return OPEN.stream();
    }

    static Verdict lookFor(Scheduler scheduler) {
        if (OPEN.stream().anyMatch(other -> other != scheduler && other.live().size() > 0)) {
            return Verdict.SOMEBODY;
        }
        Verdict all = Verdict.NOBODY;
        for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
            Verdict one = judge(entry.getKey(), entry.getValue());
            if (one == Verdict.SOMEBODY) {
                return one;
            }
            all = one == Verdict.PERHAPS ? one : all;
        }
        return all;
    }

    private static Verdict judge(Thread thread, StackTraceElement[] stack) {
        if (wakesSleepers(thread, stack)) {
            return Verdict.SOMEBODY;
        }
        if (!counts(thread) || Waiter.isStuck(thread) || TOOLS.contains(thread.getName())) {
            return Verdict.NOBODY;
        }
        boolean waits = switch (thread.getState()) {
            case WAITING -> true;
            case TIMED_WAITING -> !hasTaskAhead(stack);
            case NEW, RUNNABLE, BLOCKED, TERMINATED -> false;
        };
        return waits && !runsUserCode(stack) ? Verdict.PERHAPS : Verdict.SOMEBODY;
    }

    private static boolean counts(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return !thread.isDaemon() || thread instanceof ForkJoinWorkerThread
                || (group != null && group.getName().equals(STARTED_ON_VIRTUAL_THREADS));
    }

    /**
     * Whether this is the JDK's thread for timed waits of virtual threads on its own scheduler, and for delayed futures, and has something ahead. (That
     * for virtual threads on schedulers like ours is another one: whom it will wake is looked for elsewhere.)
     */
    private static boolean wakesSleepers(Thread thread, StackTraceElement[] stack) {
        return thread.getState() == Thread.State.TIMED_WAITING && hasFrameOf(stack, "DelayScheduler");
    }

    private static boolean hasTaskAhead(StackTraceElement[] stack) {
        return hasFrameOf(stack, "DelayedWorkQueue") || hasFrameOf(stack, "TimerThread");
    }

    private static boolean hasFrameOf(StackTraceElement[] stack, String classEnding) {
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().endsWith(classEnding)) {
                return true;
            }
        }
        return false;
    }

    private static boolean runsUserCode(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (!Stacks.isJdk(frame) && !frame.getClassName().startsWith("greenloom.internal.")) {
                return true;
            }
        }
        return false;
    }
}
