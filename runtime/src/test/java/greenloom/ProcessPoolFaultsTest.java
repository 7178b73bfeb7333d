package greenloom;

import static greenloom.ProcessPool.idempotent;
import static greenloom.ProcessPool.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of tasks whose worker dies, hangs or is full. Paths are below CPython's {@code Lib/test/test_concurrent_futures}, where {@code py} stands for that. */
class ProcessPoolFaultsTest {
    @TempDir private Path folder;

    private static void awaitThat(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static ProcessPool.Task<Integer> endless(Path begun) {
        return () -> {
            Files.createFile(begun);
            while (true) {
                LockSupport.parkNanos(1_000_000_000);
            }
        };
    }

    /** Dies of its first attempts. */
    private static ProcessPool.Task<Integer> dyingUntil(Path marks, int attempts) {
        return () -> {
            int attempt = marks.toFile().list().length + 1;
            Files.createFile(marks.resolve(String.valueOf(attempt)));
            if (attempt < attempts) {
                Runtime.getRuntime().halt(7);
            }
            return attempt;
        };
    }

    @Test
    @Case({"E04 py/test_concurrent_futures/test_process_pool.py:34",
            "py/test_concurrent_futures/test_process_pool.py:test_killed_child",
            "py/test_concurrent_futures/test_process_pool.py:test_broken_process_pool_traceback",
            "py/test_concurrent_futures/test_deadlock.py:test_crash_during_func_exec_on_worker"})
    void aWorkerThatIsKilledAtATaskBreaksThePool() {
        ProcessPool pool = new ProcessPool(1);
        AsyncResult<Integer> running = pool.submit(endless(folder.resolve("begun")));
        List<AsyncResult<Integer>> pending = List.of(pool.submit(() -> 1), pool.submit(() -> 2));
        awaitThat(() -> Files.exists(folder.resolve("begun")));
        pool.pids().forEach(ProcessPoolFaultsTest::kill);
        assertThatThrownBy(running::get).isInstanceOf(BrokenProcessPoolException.class)
                .hasMessageContaining("ended by signal 9 while it was at a task");
        for (AsyncResult<Integer> each : pending) {
            assertThatThrownBy(each::get).isInstanceOf(BrokenProcessPoolException.class)
                    .isNotSameAs(running.exception());
        }
        assertThatThrownBy(() -> pool.submit(() -> 3)).isInstanceOf(BrokenProcessPoolException.class)
                .hasMessageContaining("make another one").hasCauseInstanceOf(BrokenProcessPoolException.class);
        pool.shutdown();
        assertThat(pool.unfinished()).isZero();
        assertThat(pool.pids()).isEmpty();
    }

    @Test
    @Case({"py/test_concurrent_futures/test_process_pool.py:test_traceback_when_child_process_terminates_abruptly",
            "py/test_concurrent_futures/test_deadlock.py:test_exit_during_func_exec_on_worker"})
    void itIsToldHowAWorkerEnded() {
        try (ProcessPool pool = new ProcessPool(1)) {
            AsyncResult<Integer> leaving = pool.submit(() -> {
                System.exit(99);
                return 1;
            });
            assertThatThrownBy(leaving::get).isInstanceOf(BrokenProcessPoolException.class)
                    .hasMessageContaining("ended with exit code 99");
        }
    }

    @Test
    void aWorkerThatIsKilledBeforeATaskBreaksThePool() {
        ProcessPool pool = new ProcessPool(1);
        assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
        pool.pids().forEach(ProcessPoolFaultsTest::kill);
        assertThatThrownBy(() -> pool.submit(() -> 2).get()).isInstanceOf(BrokenProcessPoolException.class);
        pool.shutdown();
    }

    @Test
    void aWorkerThatIsKilledAfterItsTaskHarmsNoResult() {
        ProcessPool pool = new ProcessPool(2);
        AsyncResult<Integer> done = pool.submit(() -> 1);
        assertThat(done.get()).isEqualTo(1);
        long pid = pool.pids().getFirst();
        kill(pid);
        awaitThat(() -> !isAlive(pid));
        assertThat(done.get()).isEqualTo(1);
        pool.shutdown();
    }

    @Test
    void wherePoolsRestartOnlyTheTaskIsLost() {
        try (ProcessPool pool = new ProcessPool(options().workers(1).restart())) {
            AsyncResult<Integer> lost = pool.submit(endless(folder.resolve("lost")));
            AsyncResult<Integer> next = pool.submit(() -> 2);
            awaitThat(() -> Files.exists(folder.resolve("lost")));
            pool.pids().forEach(ProcessPoolFaultsTest::kill);
            assertThatThrownBy(lost::get).isInstanceOf(BrokenProcessPoolException.class);
            assertThat(next.get()).isEqualTo(2);
            long idle = pool.pids().getFirst();
            kill(idle);
            awaitThat(() -> !isAlive(idle));
            assertThat(pool.submit(() -> 3).get()).isEqualTo(3);
        }
    }

    @Test
    void whatIsIdempotentIsBegunAnewSoManyTimes() throws IOException {
        Path thrice = Files.createDirectory(folder.resolve("thrice"));
        Path often = Files.createDirectory(folder.resolve("often"));
        try (ProcessPool pool = new ProcessPool(options().workers(1).restart())) {
            assertThat(pool.submit(idempotent(dyingUntil(thrice, 3))).get()).isEqualTo(3);
            assertThatThrownBy(() -> pool.submit(idempotent(dyingUntil(often, 100))).get())
                    .isInstanceOf(BrokenProcessPoolException.class);
            assertThat(often.toFile().list()).hasSize(3);
        }
    }

    @Test
    void aMapOfAnIdempotentFunctionSurvivesADeath() throws IOException {
        Path once = folder.resolve("once");
        try (ProcessPool pool = new ProcessPool(options().workers(2).restart())) {
            assertThat(pool.map(idempotent((Integer n) -> {
                if (n == 2 && Files.notExists(once)) {
                    Files.createFile(once);
                    Runtime.getRuntime().halt(1);
                }
                return n * n;
            }), List.of(1, 2, 3, 4), 2)).containsExactly(1, 4, 9, 16);
        }
    }

    @Test
    @Case("py/test_concurrent_futures/test_init.py:test_initializer")
    void anInitializerThatFailsBreaksThePool() {
        ProcessPool pool = new ProcessPool(options().workers(2).initializer(() -> {
            throw new IOException("no water");
        }));
        assertThatThrownBy(() -> pool.submit(() -> 1).get()).isInstanceOf(BrokenProcessPoolException.class)
                .hasMessageContaining("initializer failed").hasRootCauseMessage("no water");
        assertThatThrownBy(() -> pool.submit(() -> 1)).isInstanceOf(BrokenProcessPoolException.class);
        pool.shutdown();
    }

    @Test
    void aTaskThatRunsIsCancelledByKillingIfThatIsAllowed() {
        try (ProcessPool pool = new ProcessPool(options().workers(1).killOnCancel())) {
            AsyncResult<Integer> running = pool.submit(endless(folder.resolve("running")));
            awaitThat(() -> Files.exists(folder.resolve("running")));
            long pid = pool.pids().getFirst();
            assertThat(running.cancel()).isTrue();
            assertThat(running.isCancelled()).isTrue();
            assertThat(pool.submit(() -> ProcessHandle.current().pid()).get()).isNotEqualTo(pid);
            awaitThat(() -> !isAlive(pid));
        }
    }

    @Test
    void aWorkerOutOfMemorySaysSoAndIsReplaced() {
        try (ProcessPool pool = new ProcessPool(options().workers(1).heap("48m"))) {
            assertThatThrownBy(() -> pool.submit(() -> {
                byte[][] hoard = new byte[1000][];
                for (int i = 0; i < hoard.length; i++) {
                    hoard[i] = new byte[1 << 20];
                }
                return hoard.length;
            }).get()).isInstanceOf(OutOfMemoryError.class);
            assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
        }
    }

    @Test
    @Case({"py/test_concurrent_futures/test_deadlock.py:test_crash_big_data",
            "py/test_concurrent_futures/test_deadlock.py:test_gh105829_should_not_deadlock_if_wakeup_pipe_full"})
    void fullPipesDoNotHang() {
        byte[] large = new byte[8_000_000];
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try (ProcessPool pool = new ProcessPool(2)) {
            pool.submit(() -> {
                // More than a pipe holds, and nobody reads it between two tasks.
                Thread.ofPlatform().daemon()
                        .start(() -> IntStream.range(0, 5000).forEach(i -> System.out.println("x".repeat(100))));
            }).get();
            List<AsyncResult<byte[]>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                all.add(pool.submit(() -> large));
            }
            assertThat(all).allSatisfy(each -> assertThat(each.get()).hasSameSizeAs(large));
            pool.submit(endless(folder.resolve("full")));
            awaitThat(() -> Files.exists(folder.resolve("full")));
            AsyncResult<Integer> big = pool.submit(() -> large.length);
            assertThat(big.get()).isEqualTo(large.length);
            pool.kill();
        } finally {
            System.setOut(out);
        }
    }

    @Test
    @Case("py/test_concurrent_futures/test_process_pool.py:test_force_shutdown_workers")
    void aPoolThatIsKilledFailsWhatIsNotOver() {
        ProcessPool pool = new ProcessPool(1);
        AsyncResult<Integer> running = pool.submit(endless(folder.resolve("killed")));
        AsyncResult<Integer> pending = pool.submit(() -> 1);
        awaitThat(() -> Files.exists(folder.resolve("killed")));
        pool.kill();
        assertThatThrownBy(running::get).isInstanceOf(BrokenProcessPoolException.class)
                .hasMessageContaining("was killed");
        assertThatThrownBy(pending::get).isInstanceOf(BrokenProcessPoolException.class);
        assertThat(pool.pids()).isEmpty();
    }

    @Test
    void aBlockThatFailsKillsItsPool() {
        List<Long> pids = new ArrayList<>();
        assertThatThrownBy(() -> {
            try (ProcessPool pool = new ProcessPool(1)) {
                pool.submit(endless(folder.resolve("left")));
                awaitThat(() -> Files.exists(folder.resolve("left")));
                pids.addAll(pool.pids());
                throw new IllegalStateException("on purpose");
            }
        }).hasMessage("on purpose");
        assertThat(pids).hasSize(1);
        awaitThat(() -> !isAlive(pids.getFirst()));
    }

    /** A program of its own. */
    static final class Parent {
        public static void main(String[] args) {
            ProcessPool pool = new ProcessPool(2);
            pool.submit(endless(Path.of(args[0])));
            awaitThat(() -> Files.exists(Path.of(args[0])));
            pool.submit(() -> 1).get();
            System.out.println(pool.pids());
            awaitThat(() -> false);
        }
    }

    @Test
    @Case("py/test_concurrent_futures/test_shutdown.py:test_interpreter_shutdown")
    void workersEndWithTheProcessThatHasThemHoweverItEnds() throws IOException {
        Process parent = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens", "java.base/java.lang=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Parent.class.getName(), folder.resolve("parent").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = parent.inputReader()) {
            String pids = out.readLine();
            assertThat(pids).matches("\\[\\d+, \\d+]");
            parent.destroyForcibly();
            for (String pid : pids.replaceAll("[\\[\\] ]", "").split(",")) {
                awaitThat(() -> !isAlive(Long.parseLong(pid)));
            }
        }
    }
}
