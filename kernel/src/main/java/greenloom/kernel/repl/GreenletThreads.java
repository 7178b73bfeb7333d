package greenloom.kernel.repl;

import greenloom.EventLoop;
import greenloom.Tasks;
import greenloom.internal.Host;
import greenloom.internal.Interruptions;
import greenloom.internal.Stoppable;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** User code as greenlets of a loop. */
final class GreenletThreads implements UserThreads {
    /** Seconds: long for a turn of the loop, short for who asked for an interrupt. */
    private static final double LONG = 0.1;

    private final EventLoop loop;
    private final AtomicReference<@Nullable Stoppable> stopped = new AtomicReference<>();

    GreenletThreads(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public Running start(String name, @Nullable Object attachment, Runnable body) {
        Begun begun = new Begun();
        loop.spawn(
                name,
                () -> {
                    begun.code = Stoppable.current();
                    Host.attach(attachment);
                    body.run();
                });
        return begun;
    }

    private static final class Begun implements Running {
        /** Written by the greenlet when it begins. */
        private volatile @Nullable Stoppable code;

        @Override
        public void deliver(Throwable error) {
            Stoppable begun = code;
            if (begun != null) {
                begun.deliver(error);
            }
        }

        @Override
        public void insist(Throwable error) {
            Stoppable begun = code;
            if (begun != null) {
                begun.insist(error);
            }
        }

        @Override
        public boolean ignores(double seconds) {
            Stoppable begun = code;
            return begun != null && begun.ignores(seconds);
        }

        @Override
        public StackTraceElement[] stack() {
            Stoppable begun = code;
            return begun == null ? new StackTraceElement[0] : begun.stack();
        }

        @Override
        public boolean isTask(Tasks.Task task) {
            Stoppable begun = code;
            return begun != null && begun.strand().id() == task.id();
        }

        boolean is(Stoppable other) {
            return other.equals(code);
        }
    }

    @Override
    public boolean stopHolder(Collection<Running> own) throws InterruptedException {
        Stoppable now = Stoppable.holder(loop, 0);
        if (now == null || own.stream().anyMatch(each -> each instanceof Begun begun && begun.is(now))) {
            return false; // so that who interrupts a cell that runs need not wait
        }
        Stoppable holder = Stoppable.holder(loop, LONG);
        if (holder == null) {
            return false;
        }
        Interrupted error = new Interrupted("It held the loop, so that nothing else could run", holder.stack());
        if (holder.equals(stopped.getAndSet(holder))) {
            holder.insist(error);
        } else {
            holder.deliver(error);
        }
        return true;
    }

    @Override
    public List<Tasks.Task> others() {
        Object own = Host.greenlet();
        return Tasks.list(loop).stream().filter(task -> own == null || task.greenlet() != own).toList();
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
