package greenloom.kernel.session;

import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.wire.InvalidField;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The cells that wait for each other, and the thread that takes them one by one. When one fails that is to stop the
 * others, those already sent are aborted: the ones in the queue, the ones still in the socket at that moment, which
 * arrive before the mark that the socket's thread leaves behind them, and the ones still in the network, by their date.
 */
final class CellLane {
    private sealed interface Entry {
        record Run(Request request) implements Entry {}

        record AbortEnds() implements Entry {}

        record Closed() implements Entry {}
    }

    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>(); // added to by any thread
    private final Execution execution;
    private final Thread thread;
    private volatile boolean closed; // set once, guarded by this; read by the lane's thread
    private boolean aborting; // the lane's thread's
    private Optional<Cutoff> cutoff = Optional.empty(); // the lane's thread's: of the latest failure

    CellLane(String name, Execution execution) {
        this.execution = execution;
        this.thread = Thread.ofPlatform().daemon().stackSize(Evaluator.STACK).name("greenloom-cells-" + name)
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Has the cell run in its turn; false if the lane is closed. Any thread. */
    synchronized boolean add(Request request) {
        return !closed && queue.add(new Entry.Run(request));
    }

    /** Aborts the cells that wait; when the one that runs has ended, so does the thread. Any thread. */
    synchronized void close() {
        closed = true;
        queue.add(new Entry.Closed());
    }

    private void run() {
        try {
            boolean open = true;
            while (open) {
                switch (queue.take()) {
                    case Entry.Run(Request request) ->
                        request.serve(isAborted(request) ? CellLane::abort : this::execute);
                    case Entry.AbortEnds() -> aborting = false;
                    case Entry.Closed() -> open = false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the kernel ends: nothing else interrupts this thread
        }
    }

    private boolean isAborted(Request request) {
        return closed || aborting || cutoff.filter(line -> line.covers(request)).isPresent();
    }

    private static void abort(Request request) {
        request.reply(Content.aborted());
    }

    private void execute(Request request) throws InvalidField, InterruptedException {
        Execution.Ended ended = execution.run(request);
        if (ended.abortsOthers()) {
            abortUpToNow(request);
        }
        request.reply(ended.reply());
    }

    /** Marks what has arrived; only then may the reply leave, for what a client sends after it has seen it is to run. */
    private void abortUpToNow(Request request) throws InterruptedException {
        CountDownLatch marked = new CountDownLatch(1);
        aborting = true;
        request.outlet().outbox().afterInput(request.channel(), () -> {
            queue.add(new Entry.AbortEnds());
            marked.countDown();
        });
        marked.await();
        cutoff = Cutoff.of(request);
    }
}
