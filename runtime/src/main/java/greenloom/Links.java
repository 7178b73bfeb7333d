package greenloom;

import greenloom.internal.Host;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Callbacks that users link to results: user code, so it runs on a greenlet of the loop on which it was linked, not inside the completion. */
final class Links {
    private Links() {}

    /** One callback, equal to another one of the same {@code key}: what {@code unlink} looks for. */
    private static final class Link implements Runnable {
        private final Object key;
        private final BooleanSupplier condition;
        private final Action callback;
        private final @Nullable EventLoop loop = EventLoop.currentOrNull();
        private final @Nullable Object attachment = Host.attachment();

        Link(Object key, BooleanSupplier condition, Action callback) {
            this.key = key;
            this.condition = condition;
            this.callback = callback;
        }

        @Override
        public void run() {
            if (!condition.getAsBoolean()) {
                return;
            }
            if (loop == null) {
                runHere();
            } else {
                loop.runCallback("link", key, attachment, callback);
            }
        }

        private void runHere() {
            try {
                callback.run();
            } catch (Throwable e) {
                UncaughtErrors.report("A callback linked outside any event loop failed", e);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Link link && link.key == key;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(key);
        }
    }

    /** A callback to be run once {@code condition} is asked, if it then holds. */
    static Runnable of(Object key, BooleanSupplier condition, Action callback) {
        return new Link(key, condition, callback);
    }

    /** A callback to be run in any case. */
    static Runnable of(Object key, Action callback) {
        return new Link(key, () -> true, callback);
    }

    /** Equal to the callbacks made with {@code key}. */
    static Runnable like(Object key) {
        return new Link(key, () -> false, () -> {});
    }
}
