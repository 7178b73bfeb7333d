package greenloom.kernel.output;

import greenloom.kernel.Log;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Carries outputs from those who write to the sink: the first text of a stream at once, what follows together, at most
 * every 20 ms, always in the order of one cell's doings.
 *
 * <p>Writers only add to a lock-free queue and, where this thread would not look by itself soon enough, unpark it. So
 * no writer ever waits for another, and a greenlet that prints holds nothing that its carrier could want.
 */
final class OutputThread {
    private static final int CHUNK = 1 << 16; // so much goes out before its time
    private static final int PASS = 4096; // items taken before looking what is due

    private final Queue<Item> queue = new ConcurrentLinkedQueue<>(); // added to by any thread
    private final Sink sink;
    private final Thread thread;
    private final Set<Cell> active = new LinkedHashSet<>(); // with text pending or streams cooling; this thread's
    private final AtomicLong offered = new AtomicLong(); // items; counted by any thread
    private long absorbed; // of them; this thread's
    private volatile long settled; // of them, when nothing was left to send; this thread's
    private volatile long floodLimit = FloodSize.USUAL; // set by any thread
    private volatile boolean called; // set by those who need a look now, cleared by this thread
    private volatile boolean closing; // set once by any thread

    OutputThread(Sink sink) {
        this.sink = sink;
        this.thread = Thread.ofPlatform().daemon().name("greenloom-output").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Sends what is there, then ends. */
    void close(long millis) throws InterruptedException {
        closing = true;
        call();
        thread.join(millis);
    }

    long floodLimit() {
        return floodLimit;
    }

    void setFloodLimit(long characters) {
        floodLimit = characters;
    }

    /** Whether all that was offered before has reached the sink. Any thread. */
    boolean isSettled() {
        return settled == offered.get();
    }

    /** Adds an item; waits only while the cell's allowance is used up. Any thread. */
    void offer(Item item) {
        if (item.weight() > 0 && !thread.equals(Thread.currentThread())) {
            item.cell().output.meter.awaitRoom();
        }
        offerNow(item);
    }

    /** Adds an item even if the cell's allowance is used up. Any thread. */
    void offerNow(Item item) {
        item.cell().output.meter.enter(item.weight());
        offered.incrementAndGet();
        queue.add(item);
        if (needsLookNow(item)) {
            call();
        }
    }

    private static boolean needsLookNow(Item item) {
        CellOutput output = item.cell().output;
        return switch (item) {
            case Item.Text(_, Stream stream, _) -> isWorthIt(output, stream);
            case Item.Bytes(_, Stream stream, _) -> isWorthIt(output, stream);
            case Item.Act _,Item.Barrier _ -> true;
        };
    }

    private static boolean isWorthIt(CellOutput output, Stream stream) {
        return !output.state(stream).isCooling() || output.meter.onTheWay() >= CHUNK;
    }

    private void call() {
        if (!called) {
            called = true;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closing || !queue.isEmpty()) {
            called = false;
            long now = System.nanoTime();
            active.removeIf(cell -> cell.output.isQuiet(now));
            boolean more = absorb(now);
            active.forEach(cell -> sendIfDue(cell, now));
            if (active.isEmpty()) {
                settled = absorbed;
            }
            if (!more && !called && !closing) {
                sleep(now);
            }
        }
        active.forEach(this::sendAll);
    }

    /** Takes what has been written since; whether there may be more. */
    private boolean absorb(long now) {
        for (int i = 0; i < PASS; i++) {
            Item item = queue.poll();
            if (item == null) {
                return false;
            }
            absorb(item, now);
            absorbed++;
        }
        return true;
    }

    private void absorb(Item item, long now) {
        Cell cell = item.cell();
        switch (item) {
            case Item.Text(_, Stream stream, String text) -> add(cell, stream, text, item.weight(), now);
            case Item.Bytes(_, Stream stream, ByteBuffer bytes) ->
                add(cell, stream, cell.output.state(stream).utf8.decode(bytes), item.weight(), now);
            case Item.Act(_, int weight, Consumer<Sink> act) -> {
                sendAll(cell);
                guarded(() -> act.accept(sink));
                cell.output.meter.leave(weight);
            }
            case Item.Barrier(_, Runnable reached) -> {
                active.forEach(this::send); // others' late output is to be shown while this cell runs
                sendAll(cell);
                guarded(reached);
            }
        }
    }

    private void add(Cell cell, Stream stream, String text, int weight, long now) {
        cell.output.add(stream, text, weight, now);
        active.add(cell);
        if (cell.output.weight() >= CHUNK) {
            send(cell);
        }
    }

    private void sendIfDue(Cell cell, long now) {
        if (cell.output.isDue(now)) {
            send(cell);
        }
        if (cell.output.isFloodOver(now)) {
            sendAll(cell);
        }
    }

    private void send(Cell cell) {
        guarded(() -> cell.output.send(cell, floodLimit, sink));
    }

    /** Also what a flood has kept back. */
    private void sendAll(Cell cell) {
        send(cell);
        guarded(() -> cell.output.endFlood(cell, sink));
    }

    // Whatever goes wrong with one output, the thread must live: all cells' outputs depend on it.
    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            Log.warn("an output could not be sent", e);
        }
    }

    private void sleep(long now) {
        if (active.isEmpty()) {
            LockSupport.park(this);
            return;
        }
        long next = Long.MAX_VALUE;
        for (Cell cell : active) {
            next = Math.min(next, cell.output.nanosToNext(now));
        }
        LockSupport.parkNanos(this, next);
    }
}
