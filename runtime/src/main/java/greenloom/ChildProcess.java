package greenloom;

import greenloom.internal.Seconds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A program that was started by {@link Subprocess#start()} and can be talked to while it runs; whoever waits for it is one greenlet, not the loop.
 * {@code asyncio.subprocess.Process}, {@code subprocess.Popen}.
 *
 * <pre>{@code
 * try (ChildProcess sort = Subprocess.of("sort").start()) {
 *     sort.write("b\na\n");
 *     sort.closeInput();
 *     for (String line : sort.lines()) ...
 *     sort.waitFor();
 * }
 * }</pre>
 *
 * <p>It belongs to the loop it was started on: when that ends, or {@link #close()} is called, it is killed with all that it has started. What it
 * writes is read ahead by some kilobytes; then it has to wait until somebody reads.
 */
public final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final ProcessPipe stdout;
    private final ProcessPipe stderr;
    private final Greenlet<Integer> ending;

    ChildProcess(Process process) {
        this.process = process;
        stdout = new ProcessPipe("stdout", process.getInputStream());
        stderr = new ProcessPipe("stderr", process.getErrorStream());
        ending = Async.spawn("process " + process.pid(), this::awaitEnd);
    }

    private int awaitEnd() {
        boolean ended = false;
        try {
            int exitCode = Async.await(process.onExit()).exitValue();
            ended = true;
            return exitCode;
        } finally {
            if (!ended) {
                kill();
            }
        }
    }

    /** Its number at the operating system. */
    public long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Gives it bytes to read, and waits until it has room for them.
     *
     * @throws IOException if it reads no more
     */
    public void write(byte[] bytes) throws IOException {
        OutputStream in = process.getOutputStream();
        elsewhere(() -> {
            in.write(bytes);
            in.flush();
            return null;
        });
    }

    /** Gives it a text to read, in UTF-8; see {@link #write(byte[])}. */
    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells it that nothing more will come. */
    public void closeInput() throws IOException {
        OutputStream in = process.getOutputStream();
        elsewhere(() -> {
            in.close();
            return null;
        });
    }

    /** On a thread of its own: the program may take nothing for as long as it likes. */
    private static void elsewhere(Callable<@Nullable Void> work) {
        CompletableFuture<@Nullable Void> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("greenloom-stdin").start(() -> {
            try {
                result.complete(work.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        Async.await(result);
    }

    /** What it writes, as it comes. */
    public InputStream stdout() {
        return stdout;
    }

    /** What it complains about, as it comes. */
    public InputStream stderr() {
        return stderr;
    }

    /** What it writes, line by line in UTF-8, each as soon as it has come; to be iterated once. */
    public Iterable<String> lines() {
        BufferedReader reader = new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8));
        Iterator<String> lines = reader.lines().iterator();
        return () -> lines;
    }

    /**
     * Gives it all that it shall read, and takes all that it writes until it ends. {@code communicate}.
     *
     * @param input what it shall read
     * @return how it ended
     */
    public Subprocess.Result communicate(byte[] input) throws IOException {
        Greenlet<?> writing = Async.spawn("stdin of " + process.pid(), () -> feed(input));
        Greenlet<byte[]> complaints = Async.spawn("stderr of " + process.pid(), stderr::readAllBytes);
        String written = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
        String complained = new String(complaints.get(), StandardCharsets.UTF_8);
        int exitCode = waitFor();
        writing.kill();
        return new Subprocess.Result(exitCode, written, complained);
    }

    private void feed(byte[] input) {
        try {
            write(input);
            closeInput();
        } catch (IOException _) {
            // It need not read all that it is given.
        }
    }

    /**
     * Waits until it has ended.
     *
     * @return its exit code, 0 if all went well; 128 and more if a signal ended it
     */
    public int waitFor() {
        return ending.get();
    }

    /**
     * Waits, at most {@code seconds}, until it has ended; it goes on if the time was up first.
     *
     * @return its exit code
     * @throws Timeout if it still runs
     */
    public int waitFor(double seconds) {
        return ending.get(seconds);
    }

    /** Waits for its end; see {@link #waitFor(double)}. */
    public int waitFor(Duration limit) {
        return waitFor(Seconds.of(limit));
    }

    /** Asks it to end: SIGTERM, where there are signals. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Kills it and all that it has started; harmless once it has ended. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        // By its handle: Process.destroy would also throw away what it has written and nobody has read yet.
        process.toHandle().destroyForcibly();
    }

    /** Kills it and all that it has started, unless it has ended, and waits for that. */
    @Override
    public void close() {
        kill();
        stdout.close();
        stderr.close();
        ending.join();
    }

    @Override
    public String toString() {
        return "<ChildProcess " + process.pid()
                + (process.isAlive() ? ">" : " ended with " + process.exitValue() + ">");
    }
}
