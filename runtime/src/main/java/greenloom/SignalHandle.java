package greenloom;

import greenloom.internal.Host;
import greenloom.internal.Signals;
import java.util.concurrent.atomic.AtomicBoolean;

/** A signal handler that was installed by {@link Async#onSignal}; cancelling it brings back what was done before. */
public final class SignalHandle implements AutoCloseable {
    private final EventLoop loop;
    private final String name;
    private final AtomicBoolean installed = new AtomicBoolean(true);

    /** Written once, before this is handed out. */
    private Runnable restore = () -> {};

    private SignalHandle(EventLoop loop, String name) {
        this.loop = loop;
        this.name = name;
    }

    static SignalHandle install(EventLoop loop, String name, Action handler) {
        SignalHandle handle = new SignalHandle(loop, name);
        Object attachment = Host.attachment();
        handle.restore = Signals.handle(name, () -> {
            if (handle.installed.get()) {
                loop.runCallback("signal handler", "of SIG" + name, attachment, handler);
            }
        });
        loop.scheduler().beginOutside();
        loop.onClose(handle::cancel);
        return handle;
    }

    /** Brings back what was done before; does nothing if that was done. */
    public void cancel() {
        if (installed.compareAndSet(true, false)) {
            restore.run();
            loop.scheduler().endOutside();
        }
    }

    @Override
    public void close() {
        cancel();
    }

    @Override
    public String toString() {
        return "<SignalHandle SIG" + name + (installed.get() ? "" : " cancelled") + ">";
    }
}
