package greenloom.kernel.output;

import greenloom.kernel.Log;
import greenloom.kernel.display.MimeBundle;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final List<Cell> running = new CopyOnWriteArrayList<>(); // changed by whoever starts cells, read by any thread
    private volatile @Nullable Cell latest; // set by whoever starts cells, read by writers without a cell of their own
    private volatile CompletableFuture<Optional<NativeOutput>> taking = CompletableFuture
            .completedFuture(Optional.empty()); // set once, before there are cells
    private volatile boolean closed; // set once by whoever ends the process

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

    /**
     * Takes the file descriptors 1 and 2, where the platform lets it: what native code and child processes write there comes
     * to the cell that runs, else to the one that ran last. Returns at once; the first cell waits until it is done.
     */
    public void takeDescriptors() {
        taking = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("greenloom-taking-descriptors").start(() -> {
            try {
                taking.complete(NativeOutput.take(this));
            } catch (RuntimeException | LinkageError e) {
                Log.warn("what native code prints is not shown at cells", e);
                taking.complete(Optional.empty());
            }
        });
    }

    /** Makes {@code System.in} ask the user, in the name of the cell that reads. Done once, at the start. */
    public void replaceStandardInput(Prompter prompter) {
        System.setIn(new CellInputStream(this, prompter));
    }

    /** A cell begins: until the next one does, what nobody can be found for belongs to it. */
    public void begin(Cell cell) {
        taking.join().ifPresent(NativeOutput::flush); // what came so far is of others
        if (!cell.silent()) {
            running.add(cell);
            latest = cell;
        }
        thread.offer(new Item.Barrier(cell, () -> late.begun(cell)));
    }

    /**
     * A cell's own code has ended: what comes of it from now on is late. Waits until all that it put out before has reached
     * the sink.
     */
    public void end(Cell cell) throws InterruptedException {
        taken().ifPresent(NativeOutput::flush);
        running.remove(cell);
        if (thread.isSettled() && !late.keepsLines()) {
            thread.offer(new Item.Barrier(cell, () -> late.ended(cell))); // nothing to wait for
        } else {
            barrier(cell, () -> late.ended(cell));
        }
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

    /** Runs {@code act} behind all that {@code cell} has put out, and counts it as {@code weight} characters. */
    public void inOrder(Cell cell, int weight, Runnable act) {
        offer(new Item.Act(cell, weight, _ -> act.run()));
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
            RealError.stream().print(text);
        } else {
            write(cell, stream, text);
        }
    }

    private void write(Cell cell, Stream stream, String text) {
        if (!cell.silent() && !text.isEmpty()) {
            offer(new Item.Text(cell, stream, text));
        }
    }

    void write(Stream stream, byte[] bytes) {
        Cell cell = current();
        if (cell == null) {
            RealError.stream().writeBytes(bytes);
        } else if (!cell.silent() && bytes.length > 0) {
            offer(new Item.Bytes(cell, stream, ByteBuffer.wrap(bytes)));
        }
    }

    private Optional<NativeOutput> taken() {
        return taking.getNow(Optional.empty());
    }

    private void offer(Item item) {
        taken().ifPresent(NativeOutput::drain); // what was written before comes before
        thread.offer(item);
    }

    /** The cell that shows what came by a file descriptor: nothing tells whose it is. */
    private @Nullable Cell nativeCell() {
        Cell last = latest;
        return last == null || running.isEmpty() || running.contains(last) ? last : running.getLast();
    }

    /** Takes what came by a file descriptor; never waits. */
    void writeNative(Stream stream, byte[] bytes) {
        Cell cell = nativeCell();
        if (cell == null || closed) {
            RealError.stream().writeBytes(bytes);
        } else {
            thread.offerNow(new Item.Bytes(cell, stream, ByteBuffer.wrap(bytes)));
        }
    }

    boolean hasRoomForNative() {
        Cell cell = nativeCell();
        return cell == null || cell.output.meter.hasRoom();
    }

    void awaitRoomForNative() {
        Cell cell = nativeCell();
        if (cell != null) {
            cell.output.meter.awaitRoom();
        }
    }

    private void act(Cell cell, int weight, Consumer<Sink> act) {
        if (!cell.silent()) {
            offer(new Item.Act(cell, weight, act));
        }
    }

    /** Waits until all that {@code cell} put out before has reached the sink; parks only the calling greenlet. */
    public void flush(Cell cell) throws InterruptedException {
        taken().ifPresent(NativeOutput::flush);
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
        taken().ifPresent(NativeOutput::restore);
        closed = true;
        thread.close(millis);
        String unseen = late.drain();
        if (!unseen.isEmpty()) {
            RealError.stream().print("greenloom: late output that no cell was left to show:\n" + unseen);
        }
    }
}
