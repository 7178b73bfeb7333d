package greenloom.bench;

import greenloom.Async;
import greenloom.Generator;
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

/** What compiled generators cost; run with the agent. Five bodies take turns, so that no call site knows its body. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = {"--add-opens", "java.base/java.lang=ALL-UNNAMED"})
public class Compiled {
    private static final int OPERATIONS = 100_000;
    private static final int BODIES = 5;
    private static final int DEPTH = 10;

    @SuppressWarnings({"unchecked", "rawtypes"}) // An array of generators.
    private static Generator<Integer, Integer, Void>[] five() {
        return new Generator[] {
                Async.<Integer, Integer>generator(co -> {
                    for (Integer got = 0;;) {
                        got = co.yield(got);
                    }
                }), Async.<Integer, Integer>generator(co -> {
                    while (true) {
                        Integer got = co.yield(1);
                        co.yield(got);
                    }
                }), Async.<Integer, Integer>generator(co -> {
                    for (int i = 0;; i++) {
                        co.yield(i & 127);
                    }
                }), Async.<Integer, Integer>generator(co -> {
                    int before = 0;
                    for (int after = 1;; after = (before + after) & 127) {
                        before = after;
                        co.yield(before);
                    }
                }), Async.<Integer, Integer>generator(co -> {
                    Integer last = 5;
                    do {
                        Integer got = co.yield(last);
                        last = got == null ? last : got;
                    } while (true);
                })};
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int sendToFive() {
        Generator<Integer, Integer, Void>[] five = five();
        int sum = 0;
        for (Generator<Integer, Integer, Void> each : five) {
            sum += each.next();
        }
        for (int i = 0; i < OPERATIONS; i++) {
            Integer got = five[i % BODIES].send(i & 127);
            sum += got == null ? 0 : got;
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int nextOfFive() {
        Generator<Integer, Integer, Void>[] five = five();
        int sum = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            Integer got = five[i % BODIES].next();
            sum += got == null ? 0 : got;
        }
        return sum;
    }

    private static Generator<Integer, Integer, Void> deep(int depth) {
        return Async.generator(co -> {
            if (depth > 1) {
                co.yieldFrom(deep(depth - 1));
            } else {
                for (int i = 0;; i++) {
                    co.yield(i & 127);
                }
            }
        });
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int yieldFromTenDeep() {
        Generator<Integer, Integer, Void> outer = deep(DEPTH);
        int sum = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            sum += outer.next();
        }
        return sum;
    }

    @Benchmark
    public int createAndFirstNext() {
        return Async.<Integer, Integer>generator(co -> {
            co.yield(1);
            co.yield(2);
        }).next();
    }
}
