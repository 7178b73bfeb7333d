package greenloom.internal;

/** Threads of the library's own, which keep no JVM alive and belong to nobody: from threads that a greenlet has started, something is to be expected. */
public final class Daemons {
    private static final ThreadGroup ROOT = root();

    private Daemons() {}

    private static ThreadGroup root() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /** Starts one. */
    public static Thread start(String name, Runnable body) {
        return Thread.ofPlatform().group(ROOT).inheritInheritableThreadLocals(false).name(name).daemon().start(body);
    }
}
