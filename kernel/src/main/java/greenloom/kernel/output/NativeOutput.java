package greenloom.kernel.output;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The file descriptors 1 and 2, taken from the process: native code and child processes write there, past
 * {@code System.out}. Both become pipes, which a thread reads. Whatever else the process was started with stays
 * reachable by {@link RealError}.
 *
 * <p>A pipe tells not who wrote, so {@link Outputs} gives it to the cell that runs. Order is kept all the same: whoever
 * puts something out first hands over what has come by the pipes, and the end of a cell does, too.
 */
final class NativeOutput {
    private static final int PIPE = 1 << 16; // bytes; no pipe holds more, so one reading empties it
    private static final short READABLE = 1; // POLLIN
    private static final int EVENTS = 4; // where in a struct pollfd
    private static final int HAPPENED = 6;

    private final Outputs outputs;
    private final int[] ends; // to read from: of the pipe of stdout, of stderr; -1 when it has ended; under the lock
    private final int[] saved; // what 1 and 2 were
    private final ReentrantLock reading = new ReentrantLock(); // readers may be greenlets: it parks them alone
    private final MemorySegment buffer = Arena.global().allocate(PIPE); // under the lock
    private final MemorySegment awaited; // the thread's
    private final MemorySegment due; // under the lock
    private final MemorySegment looked; // any thread; what happened is not read from it
    private boolean restored; // under the lock
    private volatile boolean handing; // set under the lock: what was read may be in no pipe any more, and not yet handed over

    private NativeOutput(Outputs outputs, int[] ends, int[] saved) {
        this.outputs = outputs;
        this.ends = ends;
        this.saved = saved;
        awaited = pollfds(ends);
        due = pollfds(ends);
        looked = pollfds(ends);
    }

    private static MemorySegment pollfds(int[] descriptors) {
        MemorySegment polled = Arena.global().allocate((long) Libc.POLLFD * descriptors.length, Libc.POLLFD);
        for (int i = 0; i < descriptors.length; i++) {
            polled.set(JAVA_INT, (long) Libc.POLLFD * i, descriptors[i]);
            polled.set(JAVA_SHORT, (long) Libc.POLLFD * i + EVENTS, READABLE);
        }
        return polled;
    }

    /** Takes them until the process ends; empty where that cannot be done. */
    static Optional<NativeOutput> take(Outputs outputs) {
        if (!Libc.isThere()) {
            return Optional.empty();
        }
        int[] saved = {Libc.dup(1), Libc.dup(2)};
        Optional<int[]> out = Libc.pipe();
        Optional<int[]> err = Libc.pipe();
        if (saved[0] < 0 || saved[1] < 0 || out.isEmpty() || err.isEmpty()) {
            return Optional.empty(); // started without them, or at the limit of what may be open
        }
        NativeOutput taken = new NativeOutput(outputs, new int[] {out.get()[0], err.get()[0]}, saved);
        RealError.leadTo(new Descriptor(saved[1]));
        redirect(1, out.get()[1]);
        redirect(2, err.get()[1]);
        Libc.bufferStdoutByLine();
        Runtime.getRuntime().addShutdownHook(new Thread(taken::restore, "greenloom-descriptors"));
        Thread.ofPlatform().daemon().name("greenloom-native-output").start(taken::watch);
        return Optional.of(taken);
    }

    private static void redirect(int descriptor, int to) {
        Libc.dup2(to, descriptor);
        Libc.close(to);
    }

    private void watch() {
        do {
            Libc.poll(awaited);
            outputs.awaitRoomForNative();
        } while (handOver());
    }

    /** Hands over what has come, unless there is no room for it now. Any thread; waits for nobody but who does the same. */
    void drain() {
        boolean some = Libc.pollNow(looked) > 0 || handing; // in this order: else it could be read between the two
        if (some && outputs.hasRoomForNative()) {
            handOver();
        }
    }

    /** Hands over all that native code has written so far, also what C's {@code printf} has not; waits for room. */
    void flush() {
        Libc.flushStdout();
        outputs.awaitRoomForNative();
        drain();
    }

    /** Whether more may come: not when nobody has the other ends any more. */
    private boolean handOver() {
        reading.lock();
        try {
            handing = true;
            Libc.pollNow(due);
            handOver(0, Stream.STDOUT);
            handOver(1, Stream.STDERR);
            return ends[0] >= 0 || ends[1] >= 0;
        } finally {
            handing = false;
            reading.unlock();
        }
    }

    private void handOver(int pipe, Stream stream) {
        if (due.get(JAVA_SHORT, (long) Libc.POLLFD * pipe + HAPPENED) == 0) {
            return;
        }
        int length = Libc.read(ends[pipe], buffer);
        if (length > 0) {
            outputs.writeNative(stream, buffer.asSlice(0, length).toArray(JAVA_BYTE));
        } else if (length == 0) {
            forget(pipe);
        }
    }

    private void forget(int pipe) {
        ends[pipe] = -1;
        for (MemorySegment polled : new MemorySegment[] {awaited, due, looked}) {
            polled.set(JAVA_INT, (long) Libc.POLLFD * pipe, -1); // so poll passes it over
        }
    }

    /** Gives the process its descriptors back. Any number of times. */
    void restore() {
        reading.lock();
        try {
            if (!restored) {
                restored = true;
                Libc.flushStdout();
                Libc.dup2(saved[0], 1);
                Libc.dup2(saved[1], 2);
            }
        } finally {
            reading.unlock();
        }
        drain();
    }

    /** A file descriptor to write to. */
    private static final class Descriptor extends OutputStream {
        private final int descriptor;

        Descriptor(int descriptor) {
            this.descriptor = descriptor;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        // Where it fails, nobody reads any more; there is no other place to say so.
        @Override
        public void write(byte[] bytes, int from, int length) {
            Objects.checkFromIndexSize(from, length, bytes.length);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment left = arena.allocate(length);
                MemorySegment.copy(bytes, from, left, JAVA_BYTE, 0, length);
                int written = 1;
                while (left.byteSize() > 0 && written > 0) {
                    written = Libc.write(descriptor, left);
                    left = left.asSlice(Math.max(0, written));
                }
            }
        }
    }
}
