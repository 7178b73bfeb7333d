package greenloom;

import greenloom.internal.Seconds;
import greenloom.internal.net.Offload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs while other greenlets go on. {@code subprocess.run}, {@code gevent.subprocess}.
 *
 * <pre>{@code
 * Subprocess.Result listing = Subprocess.run("ls", "-l");
 * Subprocess.of("sort").input("b\na\n").timeout(3).run().stdout()
 * }</pre>
 *
 * <p>A program whose greenlet is killed or timed out is killed with all that it has started.
 */
public final class Subprocess {
    private final ProcessBuilder builder;
    private byte[] input = new byte[0];
    private double limit = Double.POSITIVE_INFINITY;

    private Subprocess(List<String> command) {
        builder = new ProcessBuilder(command);
    }

    /**
     * How a program ended.
     *
     * @param exitCode 0 if all went well
     * @param stdout what it wrote, in UTF-8
     * @param stderr what it complained about, in UTF-8
     */
    public record Result(int exitCode, String stdout, String stderr) {
        /** Whether the exit code is 0. */
        public boolean isOk() {
            return exitCode == 0;
        }
    }

    /**
     * Runs a program to its end.
     *
     * @param command the program and its arguments
     * @return how it ended
     * @throws IOException if there is no such program
     */
    public static Result run(String... command) throws IOException {
        return of(command).run();
    }

    /** A program and its arguments, to be set up and run. */
    public static Subprocess of(String... command) {
        return new Subprocess(List.of(command));
    }

    /** Gives it a text to read. */
    public Subprocess input(String text) {
        return input(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Gives it bytes to read. */
    public Subprocess input(byte[] bytes) {
        input = bytes.clone();
        return this;
    }

    /** Runs it in a directory. */
    public Subprocess directory(Path path) {
        builder.directory(path.toFile());
        return this;
    }

    /** Sets a variable of its environment; null removes it. */
    public Subprocess environment(String name, @Nullable String value) {
        Map<String, String> environment = builder.environment();
        if (value == null) {
            environment.remove(name);
        } else {
            environment.put(name, value);
        }
        return this;
    }

    /** Kills it, and throws {@link Timeout}, if it is not over within {@code seconds}. */
    public Subprocess timeout(double seconds) {
        limit = seconds;
        return this;
    }

    /** Kills it, and throws {@link Timeout}, if it is not over within that time. */
    public Subprocess timeout(Duration time) {
        return timeout(Seconds.of(time));
    }

    /**
     * Runs it to its end.
     *
     * @return how it ended
     * @throws IOException if there is no such program
     * @throws Timeout if it took too long
     */
    public Result run() throws IOException {
        try (ChildProcess child = start()) {
            return Double.isInfinite(limit) ? child.communicate(input)
                    : Async.withTimeout(limit, () -> child.communicate(input));
        }
    }

    /**
     * Starts it, to be talked to while it runs; {@link #input} and {@link #timeout(double)} are for {@link #run()} alone. {@code
     * asyncio.create_subprocess_exec}.
     *
     * @return the running program
     * @throws IOException if there is no such program
     */
    public ChildProcess start() throws IOException {
        return new ChildProcess(Offload.call(builder::start));
    }
}
