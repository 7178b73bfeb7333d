package greenloom.internal.process;

import greenloom.internal.Daemons;
import greenloom.internal.process.Wire.Frame;
import greenloom.internal.process.Wire.Kind;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.Serializable;
import java.net.URI;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a pool: a process that runs one task after the other, on its main thread, until the pool says that it was the last, or is gone. A
 * thread of its own listens meanwhile, so that a worker whose pool was killed ends at once, whatever it is doing.
 */
public final class Worker {
    /** Old classes are kept for tasks that were submitted before a redefinition and have not run. */
    private static final int MOST_LOADERS = 4;

    private final Wire wire;
    private final ClassLoader libraries;
    private final BlockingQueue<Frame> tasks = new LinkedBlockingQueue<>();
    private final BlockingQueue<Frame> answers = new SynchronousQueue<>();

    /** By the number of the origin; the main thread only. */
    private final Map<Integer, ClassLoader> loaders = remembering();

    private Worker(Wire wire, ClassLoader libraries) {
        this.wire = wire;
        this.libraries = libraries;
    }

    /** A map of the latest entries alone: the pool forgets what its worker forgets. */
    static <K, V> Map<K, V> remembering() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST_LOADERS;
            }
        };
    }

    /** Works for the process that started this one. */
    public static void main(String[] args) throws IOException {
        serve(ClassLoader.getSystemClassLoader());
    }

    /**
     * Works for the process that started this one, until that has no more to do. The pipes are the descriptors 3 and 4, so that native code which
     * prints does no harm.
     *
     * @param libraries what tasks find beside their own classes
     */
    public static void serve(ClassLoader libraries) throws IOException {
        Wire wire = new Wire(new FileInputStream("/dev/fd/3"), new FileOutputStream("/dev/fd/4"));
        System.setIn(InputStream.nullInputStream());
        System.setOut(WorkerOutput.stream(wire, Kind.OUT));
        System.setErr(WorkerOutput.stream(wire, Kind.ERR));
        new Worker(wire, libraries).work();
        System.exit(0);
    }

    /**
     * Does once, in this process and for nobody, what a worker does: so that an AOT cache that is being made has it all.
     *
     * @param libraries as for {@link #serve}
     */
    public static void rehearse(ClassLoader libraries) throws IOException {
        PipedInputStream tasks = new PipedInputStream();
        PipedInputStream results = new PipedInputStream();
        try (Wire pool = new Wire(results, new PipedOutputStream(tasks))) {
            Worker worker = new Worker(new Wire(tasks, new PipedOutputStream(results)), libraries);
            Daemons.start("greenloom-rehearsal", () -> worker.work());
            Callable<Integer> task = (Callable<Integer> & Serializable) () -> 1;
            pool.send(Kind.ORIGIN, 1, Parcel.EMPTY);
            pool.send(Kind.TASK, 1, PackedTask.of(task, task).parcel());
            pool.receive();
            pool.send(Kind.END, 0, Parcel.EMPTY);
        }
    }

    private void work() {
        Daemons.start("greenloom-listener", this::listen);
        try {
            for (Frame next = tasks.take(); next.kind() != Kind.END; next = tasks.take()) {
                if (next.kind() == Kind.ORIGIN) {
                    loaders.put(next.number(), loader(next.number(), next.parcel().text()));
                } else {
                    run(next);
                }
            }
        } catch (InterruptedException | IOException _) {
            Thread.currentThread().interrupt(); // by a task that has left this behind, or the pool is gone: this worker is of no use
        }
    }

    private void listen() {
        try {
            for (Frame frame = wire.receive();; frame = wire.receive()) {
                if (frame.kind() == Kind.CLASS) {
                    answers.put(frame);
                } else {
                    tasks.put(frame);
                }
                if (frame.kind() == Kind.END) {
                    return;
                }
            }
        } catch (IOException | InterruptedException _) {
            Runtime.getRuntime().halt(0); // nobody is left to work for
        }
    }

    private ClassLoader loader(int origin, String places) throws IOException {
        URL[] urls = places.lines().map(Worker::url).toArray(URL[]::new);
        return new WorkerLoader(urls, libraries, name -> ask(origin, name));
    }

    private static URL url(String place) {
        try {
            return URI.create(place).toURL();
        } catch (IOException e) {
            throw new IllegalArgumentException("no place of classes: " + place, e);
        }
    }

    /** One thread at a time: loading classes is guarded by loaders' locks, but there may be several loaders. */
    private synchronized byte @Nullable [] ask(int origin, String name) {
        boolean interrupted = false;
        try {
            wire.send(Kind.ASK, origin, Parcel.of(name));
            while (true) {
                try {
                    Frame answer = answers.take();
                    return answer.number() == 0 ? null : answer.parcel().bytes();
                } catch (InterruptedException _) {
                    interrupted = true; // the answer is on its way, and would be taken for that to the next question
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the pool is gone", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run(Frame frame) throws IOException {
        ClassLoader loader = Objects.requireNonNull(loaders.get(frame.number()));
        Thread.currentThread().setContextClassLoader(loader);
        Kind kind = Kind.VALUE;
        Parcel parcel;
        try {
            parcel = ParcelWriter.pack(call(frame.parcel(), loader), loader);
        } catch (Throwable e) {
            kind = Kind.FAILURE;
            parcel = ParcelWriter.pack(Failure.sendable(e, loader), loader);
        }
        System.out.flush();
        System.err.flush();
        wire.send(kind, 0, parcel);
    }

    private static @Nullable Object call(Parcel parcel, ClassLoader loader) throws Exception {
        try (ParcelReader reader = new ParcelReader(parcel, loader)) {
            Callable<?> task = (Callable<?>) reader.readObject();
            reader.readVariables();
            return task.call();
        }
    }
}
