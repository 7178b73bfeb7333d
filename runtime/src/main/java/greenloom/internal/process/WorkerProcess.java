package greenloom.internal.process;

import greenloom.internal.Daemons;
import greenloom.internal.process.Wire.Frame;
import greenloom.internal.process.Wire.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker process, as its pool sees it. Talked to by one thread; may be killed by any. */
public final class WorkerProcess {
    private static final int GRACE_SECONDS = 5;

    private final Process process;
    private final Wire wire;
    private final Listener listener;

    /** What the worker has been told of. The one thread only. */
    private final Map<Home, Integer> known = Worker.remembering();

    /** How many the worker was told of. The one thread only. */
    private int homes;

    /** Told what a worker prints. */
    @FunctionalInterface
    public interface Listener {
        /** Called by the thread that talks to the worker, and by another one for what native code prints. */
        void printed(boolean asError, byte[] bytes);
    }

    /**
     * What came of a task.
     *
     * @param value null if it failed
     * @param failure null if it did not
     */
    public record Reply(@Nullable Object value, @Nullable Throwable failure) {}

    private WorkerProcess(Process process, Listener listener) {
        this.process = process;
        this.wire = new Wire(process.getInputStream(), process.getOutputStream());
        this.listener = listener;
        Daemons.start("greenloom-stderr-" + process.pid(), this::drain);
    }

    /**
     * Starts one; it gets ready while this returns.
     *
     * @param options more of the JVM's
     * @param listener told what it prints
     */
    public static WorkerProcess start(List<String> options, Listener listener) throws IOException {
        return new WorkerProcess(new ProcessBuilder(Launch.command(options)).start(), listener);
    }

    /** What comes past System.out and System.err: of native code, and of a JVM that dies. */
    private void drain() {
        byte[] buffer = new byte[8192];
        try (InputStream in = process.getErrorStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                listener.printed(true, Arrays.copyOf(buffer, read));
            }
        } catch (IOException _) {
            // It was killed.
        }
    }

    /** Its number at the operating system. */
    public long pid() {
        return process.pid();
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Has {@code action} run once the process has ended. */
    public void onExit(Runnable action) {
        process.onExit().thenRun(action);
    }

    /**
     * Has it run a task, and waits for what comes of it.
     *
     * @throws IOException if it has ended, or ends before it has told
     */
    public Reply run(PackedTask task) throws IOException {
        wire.send(Kind.TASK, tell(task.home()), task.parcel());
        while (true) {
            Frame frame = wire.receive();
            switch (frame.kind()) {
                case ASK -> answer(frame);
                case OUT, ERR -> listener.printed(frame.kind() == Kind.ERR, frame.parcel().bytes());
                case VALUE, FAILURE -> {
                    return reply(frame, task.home().loader());
                }
                default -> throw new IOException("a worker sends no " + frame.kind());
            }
        }
    }

    /** The number of a home, which the worker is told if it does not know it or has forgotten it. */
    private int tell(Home home) throws IOException {
        Integer number = known.get(home);
        if (number == null) {
            number = ++homes;
            known.put(home, number);
            wire.send(Kind.ORIGIN, number, Parcel.of(home.libraries()));
        }
        return number;
    }

    private void answer(Frame question) throws IOException {
        Home home = known.entrySet().stream().filter(entry -> entry.getValue() == question.number())
                .map(Map.Entry::getKey).findFirst().orElseThrow();
        byte[] bytes = home.classFile(question.parcel().text());
        wire.send(Kind.CLASS, bytes == null ? 0 : 1, bytes == null ? Parcel.EMPTY : Parcel.of(bytes));
    }

    private Reply reply(Frame frame, ClassLoader loader) throws IOException {
        try (ParcelReader reader = new ParcelReader(frame.parcel(), loader)) {
            Object read = reader.readObject();
            if (frame.kind() == Kind.VALUE) {
                return new Reply(read, null);
            }
            return new Reply(null, (Throwable) read);
        } catch (IOException | ClassNotFoundException | LinkageError | RuntimeException e) {
            // It is whole, and the worker is well: the value is one that cannot be read here.
            return new Reply(null, new IllegalStateException("the worker's result cannot be read: " + e, e));
        }
    }

    /** Lets it end by itself, once it has done what it was given. */
    public void end() {
        try {
            wire.send(Kind.END, 0, Parcel.EMPTY);
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException _) {
            kill();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    /** Ends it at once, with whatever it is doing. Any thread. */
    public void kill() {
        process.destroyForcibly();
    }

    /** How it ended, for people; waits for that. */
    public String obituary() {
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                kill(); // it has closed its pipes, and no more can come of it
            }
            int code = process.waitFor();
            return code > 128 ? "ended by signal " + (code - 128) : "ended with exit code " + code;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "ended";
        }
    }
}
