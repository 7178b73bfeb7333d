package greenloom.kernel.output;

import greenloom.kernel.display.MimeBundle;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that cells put out. Every method may be called by any thread; those that put something out wait while too much of
 * that cell is on its way, so that a flood holds the one who makes it and nobody else.
 */
public final class Outputs {
    private static final int SMALL = 1024;

    private final Attribution attribution;
    private final LateSink late;
    private final OutputThread thread;
    private volatile @Nullable Cell latest; // set by whoever starts cells, read by writers without a cell of their own

    /** Outputs that go to {@code sink} once {@link #start} is called. */
    public Outputs(Sink sink, Attribution attribution) {
        this.attribution = attribution;
        this.late = new LateSink(sink);
        this.thread = new OutputThread(late);
    }

    /** Begins to carry outputs to the sink. */
    public void start() {
        thread.start();
    }

    /**
     * Makes {@code System.out} and {@code System.err} ask, at each write, whose it is. Done once, at the start, and never
     * undone: whoever keeps a reference to one of them keeps the right one.
     */
    public void replaceStandardStreams() {
        System.setOut(new CellPrintStream(Stream.STDOUT, this));
        System.setErr(new CellPrintStream(Stream.STDERR, this));
    }

    /** Makes {@code System.in} ask the user, in the name of the cell that reads. Done once, at the start. */
    public void replaceStandardInput(Prompter prompter) {
        System.setIn(new CellInputStream(this, prompter));
    }

    /** A cell begins: until the next one does, what nobody can be found for belongs to it. */
    public void begin(Cell cell) {
        latest = cell.silent() ? latest : cell;
        thread.offer(new Item.Barrier(cell, () -> late.begun(cell)));
    }

    /**
     * A cell's own code has ended: what comes of it from now on is late. Waits until all that it put out before has reached
     * the sink.
     */
    public void end(Cell cell) throws InterruptedException {
        barrier(cell, () -> late.ended(cell));
    }

    /** Where late output appears. */
    public LatePolicy latePolicy() {
        return late.policy();
    }

    /** Says where late output appears from now on. */
    public void setLatePolicy(LatePolicy policy) {
        late.setPolicy(policy);
    }

    /** How many characters of one cell are shown before only the end is; {@link FloodSize}. */
    public long floodLimit() {
        return thread.floodLimit();
    }

    /** Says how many characters of one cell are shown from now on; those shown already count. */
    public void setFloodLimit(long characters) {
        thread.setFloodLimit(characters);
    }

    /** The cell that the calling thread works for, else the one that began last; null before the first. */
    public @Nullable Cell current() {
        Cell cell = attribution.cell();
        return cell == null ? latest : cell;
    }

    /** Prints on the standard output stream of {@code cell}, whoever calls. */
    public void print(Cell cell, String text) {
        write(cell, Stream.STDOUT, text);
    }

    /** Shows {@code bundle}; with an id it can be updated later. */
    public void display(Cell cell, MimeBundle bundle, Optional<String> id) {
        act(cell, bundle.weight(), sink -> sink.display(cell, bundle, id));
    }

    /** Shows {@code bundle} instead, wherever {@code id} is shown. */
    public void update(Cell cell, MimeBundle bundle, String id) {
        act(cell, bundle.weight(), sink -> sink.update(cell, bundle, id));
    }

    /** Shows what code of the cell failed with that ran beside later cells. */
    public void error(Cell cell, String name, String message, List<String> traceback) {
        act(cell, SMALL, sink -> sink.error(cell, name, message, traceback));
    }

    /** Takes away what the cell shows: at once, or when its next output comes. */
    public void clear(Cell cell, boolean atNextOutput) {
        act(cell, SMALL, sink -> sink.clear(cell, atNextOutput));
    }

    /**
     * Tells, on the standard error stream, what no outcome tells: the failure of a greenlet that nobody waits for. Not as
     * a message of the type {@code error}: that one says that the cell's request failed, and tools take it so.
     */
    public void tell(Cell cell, String text) {
        write(cell, Stream.STDERR, text);
    }

    void write(Stream stream, String text) {
        Cell cell = current();
        if (cell == null) {
            toTheRealError(text.getBytes(StandardCharsets.UTF_8));
        } else {
            write(cell, stream, text);
        }
    }

    private void write(Cell cell, Stream stream, String text) {
        if (!cell.silent() && !text.isEmpty()) {
            thread.offer(new Item.Text(cell, stream, text));
        }
    }

    void write(Stream stream, byte[] bytes) {
        Cell cell = current();
        if (cell == null) {
            toTheRealError(bytes);
        } else if (!cell.silent() && bytes.length > 0) {
            thread.offer(new Item.Bytes(cell, stream, ByteBuffer.wrap(bytes)));
        }
    }

    // Not to fd 1: a front end that starts kernels in a terminal shows both, and errors belong on the second.
    private static void toTheRealError(byte[] bytes) {
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8).writeBytes(bytes);
    }

    private void act(Cell cell, int weight, Consumer<Sink> act) {
        if (!cell.silent()) {
            thread.offer(new Item.Act(cell, weight, act));
        }
    }

    /** Waits until all that {@code cell} put out before has reached the sink; parks only the calling greenlet. */
    public void flush(Cell cell) throws InterruptedException {
        barrier(cell, () -> {});
    }

    private void barrier(Cell cell, Runnable reached) throws InterruptedException {
        CountDownLatch passed = new CountDownLatch(1);
        thread.offer(new Item.Barrier(cell, () -> {
            reached.run();
            passed.countDown();
        }));
        passed.await();
    }

    /** Carries what is there to the sink, then ends; waits for that at most {@code millis}. */
    public void close(long millis) throws InterruptedException {
        thread.close(millis);
        String unseen = late.drain();
        if (!unseen.isEmpty()) {
            toTheRealError(("greenloom: late output that no cell was left to show:\n" + unseen)
                    .getBytes(StandardCharsets.UTF_8));
        }
    }
}
