package greenloom;

import org.jspecify.annotations.Nullable;

/** Callbacks that users link to results: user code, so it runs on a greenlet of the loop on which it was linked, not inside the completion. */
final class Links {
    private Links() {}

    static Runnable of(Action callback) {
        EventLoop loop = EventLoop.currentOrNull();
        return loop == null ? () -> runHere(callback) : () -> start(loop, callback);
    }

    private static void start(@Nullable EventLoop loop, Action callback) {
        if (loop != null) {
            loop.spawn("link", callback);
        }
    }

    private static void runHere(Action callback) {
        try {
            callback.run();
        } catch (Exception e) {
            UncaughtErrors.report("A callback linked outside any event loop failed", e);
        }
    }
}
