package greenloom;

import greenloom.internal.Sneaky;
import greenloom.internal.Strand;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The raw greenlets of one thread or one greenlet of a loop, which is their main one; and what passes from one of them to the next.
 *
 * <p>All fields but those said otherwise belong to whoever of them is current.
 */
final class RawHost {
    /** For roots that are looked for from another thread, the body of a generator; guarded by itself. */
    private static final Map<Object, RawHost> HOSTS = new WeakHashMap<>();

    private final RawLeftovers leftovers = new RawLeftovers();
    private final RawGreenlet main = new RawGreenlet(this);

    /** The thread or strand. */
    private final WeakReference<Object> root;

    private final boolean isOfThread;

    /** Who uses these raw greenlets after the root has ended. */
    private @Nullable RawHost successor;

    private RawGreenlet.@Nullable Tracer tracer;
    private RawGreenlet origin = main;
    private @Nullable Object value;
    private @Nullable Throwable thrown;

    private RawHost(Object root) {
        this.root = new WeakReference<>(root);
        this.isOfThread = root instanceof Thread;
    }

    static RawHost ofRoot(Object root) {
        synchronized (HOSTS) {
            return HOSTS.computeIfAbsent(root, RawHost::new);
        }
    }

    RawGreenlet main() {
        return main;
    }

    RawLeftovers leftovers() {
        return leftovers;
    }

    RawGreenlet.@Nullable Tracer trace(RawGreenlet.@Nullable Tracer newTracer) {
        RawGreenlet.Tracer old = tracer;
        tracer = newTracer;
        return old;
    }

    RawHost present() {
        RawHost now = this;
        while (now.successor != null) {
            now = now.successor;
        }
        return now;
    }

    /** Only those of the same host can be switched to; or those of a greenlet that has ended, a notebook's cell, which then belong here. */
    void ensureReaches(RawHost other) {
        RawHost there = other.present();
        if (there == this) {
            return;
        }
        if (!there.hasEnded() || there.isOfThread) {
            throw new IllegalStateException("cannot switch to a different thread" + (there.hasEnded()
                    ? " (which happens to have ended): make a new raw greenlet here"
                    : ": a raw greenlet belongs to the thread or greenlet that made it, so switch to it there"));
        }
        there.successor = this;
    }

    /** Whether the root has ended. Any thread. */
    boolean hasEnded() {
        return switch (root.get()) {
            case Strand strand -> strand.hasEnded();
            case Thread thread -> !thread.isAlive();
            case null, default -> true;
        };
    }

    /** Sees to who gets what is sent to {@code target}; answers who goes on. Those who die of it on the way are traced. */
    RawGreenlet send(RawGreenlet from, RawGreenlet target, @Nullable Object newValue, @Nullable Throwable newThrown) {
        origin = from;
        value = newValue;
        thrown = newThrown;
        RawGreenlet next = target.living();
        while (thrown != null && next.dieUnbegun()) {
            trace(next);
            if (thrown instanceof GreenletExit exit) {
                value = exit;
                thrown = null;
            }
            origin = next;
            next = next.living();
        }
        return next;
    }

    /** Takes back what was sent. */
    void withdraw() {
        value = null;
        thrown = null;
        origin = main;
    }

    /** Tells the tracer; one that fails is told no more, and its exception comes in place of what was sent. */
    private void trace(RawGreenlet target) {
        if (tracer == null) {
            return;
        }
        try {
            tracer.switched(thrown == null ? "switch" : "throw", origin, target);
        } catch (Throwable e) {
            tracer = null;
            thrown = e;
        }
    }

    /** Takes what was sent; control has just come to {@code target}. */
    @Nullable Object receive(RawGreenlet target) {
        trace(target);
        Object received = value;
        Throwable raised = thrown;
        withdraw();
        if (raised != null) {
            throw Sneaky.rethrow(raised);
        }
        return received;
    }
}
