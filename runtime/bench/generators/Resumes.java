package greenloom.bench;

import greenloom.Async;
import greenloom.EventLoop;
import greenloom.Generator;
import greenloom.RawGreenlet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to resume a body and to have it come back, on a loop and on a platform thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = {"--add-opens", "java.base/java.lang=ALL-UNNAMED"})
public class Resumes {
    private static final int OPERATIONS = 200_000;

    private static int send() {
        Generator<Integer, Integer, Void> echo = Async.generator(co -> {
            for (Integer value = 0;;) {
                value = co.yield(value);
            }
        });
        int sum = echo.next();
        for (int i = 0; i < OPERATIONS; i++) {
            sum += echo.send(i & 127);
        }
        echo.close();
        return sum;
    }

    private static int switchTo() {
        RawGreenlet main = RawGreenlet.current();
        RawGreenlet other = RawGreenlet.of(first -> {
            for (Object value = first;;) {
                value = main.switchTo(value);
            }
        });
        int sum = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            sum += (Integer) other.switchTo(i & 127);
        }
        other.throwInto();
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int sendOnALoop() {
        return EventLoop.<Integer>run(Resumes::send);
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int sendOnAThread() {
        return send();
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int switchOnALoop() {
        return EventLoop.<Integer>run(Resumes::switchTo);
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int switchOnAThread() {
        return switchTo();
    }
}
