package greenloom.kernel;

import greenloom.kernel.history.History;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.transport.Sockets;
import java.util.concurrent.atomic.AtomicBoolean;

/** How the process ends: after a shutdown request, with its parent, or by a signal; never by staying behind. */
final class Ending {
    private static final long PATIENCE_MILLIS = 2000;

    private final Sockets sockets;
    private final Outputs outputs;
    private final History history;
    private final AtomicBoolean begun = new AtomicBoolean();

    Ending(Sockets sockets, Outputs outputs, History history) {
        this.sockets = sockets;
        this.outputs = outputs;
        this.history = history;
    }

    /** Ends the process, by a thread of its own; returns at once. Any thread, any number of times. */
    void begin() {
        if (begun.compareAndSet(false, true)) {
            start("greenloom-last-resort", Ending::haltAfterPatience);
            start("greenloom-ending", this::end);
        }
    }

    private static void start(String name, Runnable body) {
        Thread.ofPlatform().daemon().name(name).start(body);
    }

    private void end() {
        try {
            outputs.close(PATIENCE_MILLIS / 4);
            history.close(PATIENCE_MILLIS / 2);
            sockets.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.exit(0);
    }

    // User code may have left shutdown hooks that never end, or sockets may linger.
    private static void haltAfterPatience() {
        try {
            Thread.sleep(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Descendants.end();
        Runtime.getRuntime().halt(0);
    }

    /** Ends the process when the front end that started it is gone. */
    void withParent() {
        String parent = System.getenv("JPY_PARENT_PID");
        if (parent != null && parent.matches("[0-9]{1,18}")) {
            start("greenloom-parent", () -> watch(Long.parseLong(parent)));
        }
    }

    private void watch(long pid) {
        ProcessHandle.of(pid).ifPresentOrElse(this::watch, this::endIfOrphan);
    }

    private void watch(ProcessHandle parent) {
        parent.onExit().join();
        begin();
    }

    // A process id that names nobody may be of another namespace (containers); a kernel whose parent is init has lost its own.
    private void endIfOrphan() {
        if (ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L) == 1L) {
            begin();
        }
    }
}
