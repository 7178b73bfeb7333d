package greenloom.kernel;

import java.util.List;

/** The processes that user code has started, and those that they have: they end with the kernel, however it ends. */
final class Descendants {
    private static final int PATIENCE_MILLIS = 100;
    private static final int LOOK_MILLIS = 5;

    private Descendants() {}

    /** Ends them when this process does, unless it is killed. */
    static void endWithThisProcess() {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("greenloom-descendants").unstarted(Descendants::end));
    }

    /** Asks them to end; those that have not done so after a moment are killed. */
    static void end() {
        List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
        all.forEach(ProcessHandle::destroy);
        try {
            for (int waited = 0; waited < PATIENCE_MILLIS && anyLives(all); waited += LOOK_MILLIS) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever is in such a hurry
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static boolean anyLives(List<ProcessHandle> processes) {
        return processes.stream().anyMatch(ProcessHandle::isAlive);
    }
}
