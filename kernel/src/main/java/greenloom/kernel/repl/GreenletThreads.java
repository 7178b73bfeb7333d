package greenloom.kernel.repl;

import greenloom.EventLoop;
import greenloom.Greenlet;
import greenloom.Tasks;
import greenloom.internal.Host;
import greenloom.internal.Interruptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** User code as greenlets of a loop. */
final class GreenletThreads implements UserThreads {
    /** Seconds: long for a turn of the loop, short for who asked for an interrupt. */
    private static final double LONG = 0.1;

    private final EventLoop loop;

    GreenletThreads(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public Running start(String name, @Nullable Object attachment, Runnable body) {
        Greenlet<@Nullable Void> greenlet = loop.spawn(
                name,
                () -> {
                    Host.attach(attachment);
                    body.run();
                });
        return greenlet::throwInto;
    }

    @Override
    public List<Live> others() {
        Object own = Host.greenlet();
        return Tasks.list(loop).stream()
                .filter(task -> task.greenlet() != own)
                .map(task -> new Live(task.name(), task.cell(), task.stack()))
                .toList();
    }

    @Override
    public void stopHolder(Throwable error) throws InterruptedException {
        Greenlet<?> holder = loop.holder(LONG);
        if (holder != null) {
            holder.throwInto(error);
        }
    }

    /** Ends the loop, and waits for the greenlets that live there to end. */
    void close() {
        loop.close();
    }

    @Override
    public boolean isInterruption(Throwable thrown) {
        return Interruptions.isInterruption(thrown);
    }
}
