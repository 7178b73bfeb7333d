package greenloom.internal;

import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What threads wait for and who holds that, as far as it can be seen from outside. Any thread. */
public final class Sites {
    private Sites() {}

    /** Whether {@code thread} waits, in whatever way. */
    public static boolean isWaiting(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, BLOCKED -> true;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
    }

    /** What {@code strand} waits for: one of our things, or what the JDK says that it is parked for; null if that is not known. */
    public static @Nullable Object of(Strand strand) {
        Object site = strand.deliveries().waitsFor();
        Thread actor = strand.actor();
        return site != null || actor == null ? site : of(actor);
    }

    /** What {@code thread} is parked for; null if it is not, or if that is not known. */
    public static @Nullable Object of(Thread thread) {
        return LockSupport.getBlocker(thread);
    }

    /**
     * The wait at {@code site} in words.
     *
     * @param site what is waited for, if known
     * @param stack where the one who waits is
     */
    public static String describe(@Nullable Object site, StackTraceElement[] stack) {
        if (site != null && !isJdk(site.getClass())) {
            return site.toString();
        }
        String call = Stacks.callOfJdk(stack);
        return call == null ? "a monitor" : call;
    }

    private static boolean isJdk(Class<?> type) {
        return type.getClassLoader() == null;
    }

    /** Who holds what is waited for at {@code site}, a greenlet or a thread; null if nobody does, or if that is not known. */
    public static @Nullable Object holder(@Nullable Object site) {
        return switch (site) {
            case Holding held -> held.holder();
            case AbstractOwnableSynchronizer lock -> known(VirtualThreads.ownerOf(lock));
            case null, default -> null;
        };
    }

    private static @Nullable Object known(@Nullable Thread owner) {
        return owner != null && VirtualThreads.schedulerOf(owner) instanceof Strand strand && strand.thread() == owner
                ? strand.owner()
                : owner;
    }
}
