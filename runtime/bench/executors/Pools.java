package greenloom.bench;

import greenloom.AsyncResult;
import greenloom.ProcessPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** What peers/peers.py measures, with Greenloom's pool: prints a name and a number a line. */
public final class Pools {
    private static final int TASKS = 1000;
    private static final int MEGABYTES = 100;
    private static final int WORKERS = 2;

    private Pools() {}

    private static int square(int n) {
        return n * n;
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            try (ProcessPool pool = new ProcessPool(1)) {
                pool.submit(() -> 1).get();
                tell("first result ms", (System.nanoTime() - start) / 1e6);
            }
        }
        try (ProcessPool pool = new ProcessPool(WORKERS)) {
            for (int i = 0; i < 10; i++) { // warm is what comes after ten thousand
                small(pool);
            }
            for (int i = 0; i < rounds; i++) {
                tell("small task us", small(pool));
            }
            tell("memory MB", megabytes(pool));
        }
        try (ProcessPool pool = new ProcessPool(1)) {
            byte[] megabytes = new byte[MEGABYTES << 20];
            for (int i = 0; i < 2; i++) {
                pool.submit(() -> megabytes.length).get();
                pool.submit(() -> new byte[MEGABYTES << 20]).get();
            }
            for (int i = 0; i < rounds; i++) {
                long start = System.nanoTime();
                pool.submit(() -> megabytes.length).get();
                long between = System.nanoTime();
                pool.submit(() -> new byte[MEGABYTES << 20]).get();
                tell("argument us/MB", (between - start) / 1e3 / MEGABYTES);
                tell("result us/MB", (System.nanoTime() - between) / 1e3 / MEGABYTES);
            }
        }
    }

    private static double small(ProcessPool pool) {
        long start = System.nanoTime();
        List<AsyncResult<Integer>> all = IntStream.range(0, TASKS).mapToObj(n -> pool.submit(() -> square(n))).toList();
        all.forEach(AsyncResult::get);
        return (System.nanoTime() - start) / 1e3 / TASKS;
    }

    private static double megabytes(ProcessPool pool) throws IOException {
        double sum = 0;
        for (long pid : pool.pids()) {
            sum += Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS")).mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                    .sum() / 1024;
        }
        return sum / pool.pids().size();
    }

    private static void tell(String what, double number) {
        System.out.printf("%s=%.3f%n", what, number);
    }
}
