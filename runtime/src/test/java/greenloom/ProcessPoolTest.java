package greenloom;

import static greenloom.Async.asCompleted;
import static greenloom.Async.await;
import static greenloom.Async.gather;
import static greenloom.Async.runIn;
import static greenloom.ProcessPool.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What worker processes do with what they are given. Paths are below CPython's {@code Lib/test/test_concurrent_futures}, where {@code py} stands for that. */
class ProcessPoolTest {
    private static final ProcessPool SHARED = new ProcessPool(2);

    @TempDir private static Path folder;

    @BeforeAll
    static void begin() {
        SHARED.submit(() -> 0).get();
    }

    @AfterAll
    static void end() {
        SHARED.shutdown();
    }

    private record Point(int x, int y) implements Serializable {}

    private static final class Job implements Serializable {
        private final Map<String, Object> held = new HashMap<>();
    }

    private static final class Plain {
        @Override
        public String toString() {
            return "plain";
        }
    }

    private static int power(int base, int exponent) {
        return (int) Math.pow(base, exponent);
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    @Everywhere
    @Case("py/test_concurrent_futures/executor.py:test_submit")
    void whatIsSubmittedHasAValueThatAnotherProcessHasFound() {
        assertThat(SHARED.submit(() -> power(2, 8)).get()).isEqualTo(256);
        assertThat(SHARED.submit(ProcessPoolTest::pid).get()).isNotEqualTo(pid()).isIn(SHARED.pids());
    }

    @Test
    @Case("py/test_concurrent_futures/executor.py:test_submit_keyword")
    void capturedValuesGoAlong() {
        int base = 3;
        Point point = new Point(1, 2);
        Supplier<Integer> inner = (Supplier<Integer> & Serializable) () -> base + point.y();
        assertThat(SHARED.submit(() -> new Point(base * point.x(), inner.get())).get()).isEqualTo(new Point(3, 5));
        assertThat(SHARED.submit(point::x).get()).isEqualTo(1);
    }

    @Test
    void aWorkerWorksOnCopies() {
        List<Integer> list = new ArrayList<>(List.of(1));
        assertThat(SHARED.submit(() -> list.add(2)).get()).isTrue();
        assertThat(list).containsExactly(1);
    }

    @Test
    void whatIsSubmittedIsWhatItWasThen() {
        byte[] large = new byte[200_000];
        List<Integer> list = new ArrayList<>(List.of(1));
        List<AsyncResult<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            results.add(SHARED.submit(() -> list.getFirst() + large[77_777]));
        }
        list.set(0, 100);
        large[77_777] = 100;
        assertThat(gather(results)).containsOnly(1);
    }

    @Test
    void aJobHasNoValue() {
        assertThat(SHARED.submit(() -> {
            System.getProperties();
        }).get()).isNull();
    }

    @Test
    @Case({"E01 py/test_concurrent_futures/executor.py:52",
            "py/test_concurrent_futures/executor.py:test_map_exception"})
    void aFailureOfAMapIsThrownAtItsPlaceWhateverTheChunks() {
        for (int chunkSize : new int[] {1, 2, 10}) {
            Iterator<Integer> values = SHARED.map(divisor -> 1 / divisor, List.of(2, 3, 0, 5), chunkSize).iterator();
            assertThat(values.next()).isZero();
            assertThat(values.next()).isZero();
            assertThatThrownBy(values::next).isInstanceOf(ArithmeticException.class);
            assertThat(values.next()).isZero();
            assertThat(values.hasNext()).isFalse();
        }
    }

    @Test
    @Case({"py/test_concurrent_futures/executor.py:test_map",
            "py/test_concurrent_futures/test_process_pool.py:test_map_chunksize"})
    void valuesComeInTheOrderOfTheItemsWhateverTheChunks() {
        List<Integer> items = IntStream.range(0, 40).boxed().toList();
        List<Integer> squares = items.stream().map(item -> item * item).toList();
        for (int chunkSize : new int[] {1, 6, 40, 50}) {
            assertThat(SHARED.map(item -> power(item, 2), items, chunkSize)).containsExactlyElementsOf(squares);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> SHARED.map(item -> item, items, -1));
        assertThat(SHARED.map(item -> item, List.of())).isEmpty();
    }

    @Test
    void valuesComeAsTheyAreReady() throws IOException {
        Path gate = folder.resolve("gate");
        Iterator<Integer> values = SHARED.imapUnordered(item -> {
            while (item == 1 && !Files.exists(gate)) {
                Thread.sleep(5);
            }
            return item;
        }, List.of(1, 2, 3)).iterator();
        assertThat(List.of(values.next(), values.next())).containsExactlyInAnyOrder(2, 3);
        Files.createFile(gate);
        assertThat(values.next()).isEqualTo(1);
        assertThat(SHARED.imapUnordered(item -> item + 1, List.of(1, 2, 3), 2)).containsExactlyInAnyOrder(2, 3, 4);
    }

    @Test
    @Case("py/test_concurrent_futures/executor.py:test_map_timeout")
    void aMapHasATimeLimit() {
        try (ProcessPool pool = new ProcessPool(options().workers(1).killOnCancel())) {
            Iterator<Long> values = pool.map(0.05, item -> {
                Thread.sleep(100_000);
                return item;
            }, List.of(1L, 2L)).iterator();
            assertThatThrownBy(values::next).isInstanceOf(Timeout.class);
        }
    }

    @Test
    @Case("py/test_concurrent_futures/test_process_pool.py:test_traceback")
    void anExceptionComesBackAsItWasThrownWithTheStackOfTheWorker() {
        assertThatThrownBy(() -> SHARED.submit(() -> {
            throw new IOException("the kettle is empty");
        }).get()).isExactlyInstanceOf(IOException.class).hasMessage("the kettle is empty").satisfies(thrown -> {
            assertThat(thrown.getStackTrace()[0].getClassName()).isEqualTo(ProcessPoolTest.class.getName());
            assertThat(thrown.getStackTrace()).noneMatch(frame -> frame.getClassName().contains("internal.process"));
            assertThat(thrown.getSuppressed()).singleElement().asString().contains("thrown in worker process");
        });
    }

    private static final class Secret extends RuntimeException {
        @SuppressWarnings("serial") private final Plain plain = new Plain();

        @Override
        public String getMessage() {
            return "kept by " + plain;
        }
    }

    @Test
    @Case("py/test_concurrent_futures/test_deadlock.py:test_error_during_result_pickle_on_worker")
    void whatCannotComeBackIsTold() {
        assertThatThrownBy(() -> SHARED.submit(() -> (Object) new Plain()).get())
                .hasMessageContaining("the result is a Plain, which cannot be sent to another process");
        assertThatThrownBy(() -> SHARED.submit(() -> {
            throw new Secret();
        }).get()).hasMessageContaining("Secret").hasMessageContaining("field `plain` of `Secret` is a Plain");
        assertThat(SHARED.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    @Case("py/test_concurrent_futures/test_deadlock.py:test_error_at_task_pickle")
    void whatCannotBeSentIsToldByTheWayThere() {
        Job job = new Job();
        job.held.put("line", List.of("x", new Socket()));
        assertThatIllegalArgumentException().isThrownBy(() -> SHARED.submit(() -> job.held.size()))
                .withMessage("element 1 is a Socket, which cannot be sent to another process"
                        + " (the task → what the lambda captures → field `held` of `Job` → the value of `line` → element 1)");
        assertThat(SHARED.unfinished()).isZero();
    }

    private static final class Bomb implements Serializable {
        private Object readResolve() {
            throw new IllegalStateException("not to be read");
        }
    }

    @Test
    @Case({"py/test_concurrent_futures/test_deadlock.py:test_error_at_task_unpickle",
            "py/test_concurrent_futures/test_deadlock.py:test_error_during_result_unpickle_in_result_handler"})
    void whatCannotBeReadAtTheOtherEndFailsItsTaskAlone() {
        Bomb bomb = new Bomb();
        assertThatThrownBy(() -> SHARED.submit(() -> bomb.hashCode()).get()).hasStackTraceContaining("not to be read");
        assertThatThrownBy(() -> SHARED.submit(() -> new Bomb()).get()).hasStackTraceContaining("not to be read");
        assertThat(SHARED.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    void whatAWorkerPrintsIsPrintedHere() {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            SHARED.submit(() -> {
                System.out.println("tea");
                System.out.print("for two");
            }).get();
        } finally {
            System.setOut(out);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("tea\nfor two");
    }

    @Test
    void largeThingsGoThereAndBackUnchanged() {
        byte[] bytes = new byte[3_000_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        double[] doubles = IntStream.range(0, 300_000).mapToDouble(i -> i / 7.0).toArray();
        List<Object> back = SHARED.submit(() -> List.<Object>of(bytes, doubles, bytes)).get();
        assertThat((byte[]) back.get(0)).isEqualTo(bytes).isSameAs(back.get(2));
        assertThat((double[]) back.get(1)).isEqualTo(doubles);
    }

    @Test
    void resultsAreAwaitedAndGatheredLikeAnyOther() throws Exception {
        int value = EventLoop.run(() -> {
            AsyncResult<Integer> six = SHARED.submit(() -> 6);
            int sum = 0;
            for (AsyncResult<Integer> each : asCompleted(List.of(six, runIn(SHARED, () -> 7)))) {
                sum += await(each);
            }
            return sum;
        });
        assertThat(value).isEqualTo(13);
    }

    @Test
    void theLoopGoesOnMeanwhile() throws Exception {
        EventLoop.run(() -> {
            Path gate = folder.resolve("loop-gate");
            AsyncResult<Boolean> waits = SHARED.submit(() -> {
                while (!Files.exists(gate)) {
                    Thread.sleep(5);
                }
                return true;
            });
            Async.sleep(0.01);
            Files.createFile(gate);
            return await(waits);
        });
    }

    @Test
    @Case({"py/test_concurrent_futures/executor.py:test_max_workers_negative",
            "py/test_concurrent_futures/test_process_pool.py:test_max_tasks_per_child"})
    void optionsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ProcessPool(0))
                .withMessage("A process pool needs 1 or more worker processes, not 0");
        assertThatIllegalArgumentException().isThrownBy(() -> options().maxTasksPerChild(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> options().backlog(0));
    }

    @Test
    @Case({"py/test_concurrent_futures/test_process_pool.py:test_idle_process_reuse_one",
            "py/test_concurrent_futures/test_shutdown.py:test_run_after_shutdown",
            "py/test_concurrent_futures/test_shutdown.py:test_processes_terminate"})
    void oneProcessDoesWhatComesOneAfterTheOtherAndEndsWithThePool() {
        ProcessPool pool = new ProcessPool(4);
        Set<Long> pids = Set.of(pool.submit(ProcessPoolTest::pid).get());
        for (int i = 0; i < 5; i++) {
            assertThat(pool.submit(ProcessPoolTest::pid).get()).isIn(pids);
        }
        assertThat(pool.pids()).hasSameElementsAs(pids);
        pool.shutdown();
        assertThat(pool.pids()).isEmpty();
        assertThat(ProcessHandle.of(pids.iterator().next()).map(ProcessHandle::isAlive).orElse(false)).isFalse();
        assertThatThrownBy(() -> pool.submit(() -> 1)).isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("was shut down");
    }

    @Test
    @Case({"py/test_concurrent_futures/test_init.py:test_initializer",
            "py/test_concurrent_futures/test_process_pool.py:test_max_tasks_per_child",
            "py/test_concurrent_futures/test_process_pool.py:test_max_tasks_per_child_pending_tasks_gh115634"})
    void eachWorkerIsPreparedAndReplacedAfterSoManyTasks() {
        try (ProcessPool pool = new ProcessPool(
                options().workers(1).maxTasksPerChild(2).initializer(() -> System.setProperty("prepared", "yes")))) {
            List<AsyncResult<String>> all = IntStream.range(0, 5)
                    .mapToObj(i -> pool.submit(() -> pid() + System.getProperty("prepared"))).toList();
            List<String> seen = gather(all);
            assertThat(seen).allMatch(each -> each.endsWith("yes"));
            assertThat(seen.get(0)).isEqualTo(seen.get(1)).isNotEqualTo(seen.get(2));
            assertThat(seen.get(2)).isEqualTo(seen.get(3)).isNotEqualTo(seen.get(4));
        }
    }

    @Test
    @Case({"py/test_concurrent_futures/test_shutdown.py:test_cancel_futures",
            "py/test_concurrent_futures/test_future.py:test_cancel"})
    void onlyWhatHasNotBegunIsCancelled() throws IOException {
        Path gate = folder.resolve("cancel-gate");
        Path begun = folder.resolve("cancel-begun");
        try (ProcessPool pool = new ProcessPool(options().workers(1).backlog(2))) {
            AsyncResult<Integer> running = pool.submit(waitingFor(begun, gate));
            awaitFile(begun);
            AsyncResult<Integer> pending = pool.submit(() -> 2);
            AsyncResult<Integer> other = pool.submit(() -> 3);
            assertThat(running.running()).isTrue();
            assertThat(running.cancel()).isFalse();
            assertThat(pending.running()).isFalse();
            assertThat(pending.cancel()).isTrue();
            pool.shutdownSoon(true);
            assertThat(other.isCancelled()).isTrue();
            Files.createFile(gate);
            assertThat(running.get()).isEqualTo(1);
        }
    }

    private static ProcessPool.Task<Integer> waitingFor(Path begun, Path gate) {
        return () -> {
            Files.createFile(begun);
            while (!Files.exists(gate)) {
                Thread.sleep(5);
            }
            return 1;
        };
    }

    private static void awaitFile(Path file) {
        while (!Files.exists(file)) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void whoSubmitsTooMuchWaits() throws Exception {
        Path gate = folder.resolve("full-gate");
        Path begun = folder.resolve("full-begun");
        EventLoop.run(() -> {
            try (ProcessPool pool = new ProcessPool(options().workers(1).backlog(1))) {
                AsyncResult<Integer> first = pool.submit(waitingFor(begun, gate));
                awaitFile(begun);
                pool.submit(() -> 2);
                Greenlet<Integer> third = Async.spawn(() -> pool.submit(() -> 3).get());
                assertThatThrownBy(() -> third.get(0.05)).isInstanceOf(Timeout.class);
                assertThat(pool.unfinished()).isEqualTo(2);
                Files.createFile(gate);
                assertThat(third.get()).isEqualTo(3);
                assertThat(first.get()).isEqualTo(1);
            }
            return 0;
        });
    }

    @Test
    void whatDoesSomethingByBeingReadIsRefused() {
        assertThatThrownBy(SHARED.submit(() -> new ObjectName("domain:key=value"))::get)
                .hasStackTraceContaining("javax.management.ObjectName is not taken from another process");
        assertThat(SHARED.submit(() -> "and the pool goes on").get()).isEqualTo("and the pool goes on");
    }
}
