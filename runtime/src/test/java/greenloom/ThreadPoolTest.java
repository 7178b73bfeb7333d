package greenloom;

import static greenloom.Async.asCompleted;
import static greenloom.Async.await;
import static greenloom.Async.gather;
import static greenloom.Async.runIn;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.toFuture;
import static greenloom.Async.waitOn;
import static greenloom.Async.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Paths are below CPython's {@code Lib/test/test_concurrent_futures}, where {@code py} stands for that. */
class ThreadPoolTest {
    private final CountDownLatch gate = new CountDownLatch(1);

    private static Integer power(int base, int exponent) {
        return (int) Math.pow(base, exponent);
    }

    /** Work that runs until the gate is opened, and is known to run when this returns. */
    private AsyncResult<String> running(ThreadPool pool) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AsyncResult<String> result = pool.submit(() -> {
            begun.countDown();
            gate.await();
            return "done";
        });
        begun.await();
        return result;
    }

    private boolean passGate() {
        try {
            gate.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing interrupts it", e);
        }
    }

    @Everywhere
    @Case("py/test_concurrent_futures/executor.py:test_submit")
    void whatIsSubmittedHasAValue() {
        try (ThreadPool pool = new ThreadPool(2)) {
            assertThat(pool.submit(() -> power(2, 8)).get()).isEqualTo(256);
        }
    }

    @Everywhere
    @Case("py/test_concurrent_futures/executor.py:test_map")
    void valuesComeInTheOrderOfTheItems() {
        try (ThreadPool pool = new ThreadPool(4)) {
            List<Integer> items = IntStream.range(0, 100).boxed().toList();
            assertThat(pool.map(item -> power(item, 2), items)).containsExactlyElementsOf(
                    items.stream().map(item -> item * item).toList());
        }
    }

    @Everywhere
    @Case({"E01", "py/test_concurrent_futures/executor.py:test_map_exception"})
    void aFailureOfAMapIsThrownAtItsPlace() {
        try (ThreadPool pool = new ThreadPool(2)) {
            Iterator<Integer> values = pool.map(divisor -> 1 / divisor, List.of(2, 3, 0, 5)).iterator();
            assertThat(values.next()).isZero();
            assertThat(values.next()).isZero();
            assertThatThrownBy(values::next).isInstanceOf(ArithmeticException.class);
            assertThat(values.next()).isZero();
            assertThat(values.hasNext()).isFalse();
        }
    }

    @Everywhere
    @Case("py/test_concurrent_futures/executor.py:test_map_timeout")
    void aMapHasATimeLimitForAllItsValues() throws Exception {
        try (ThreadPool pool = new ThreadPool(2)) {
            Iterator<Boolean> values = pool.map(0.05, waits -> waits && passGate(), List.of(false, true)).iterator();
            List<Boolean> came = new ArrayList<>();
            assertThatThrownBy(() -> values.forEachRemaining(came::add)).isInstanceOf(Timeout.class);
            assertThat(came).isSubsetOf(false);
            gate.countDown();
        }
    }

    @Everywhere
    @Case("py/test_concurrent_futures/thread_pool.py:test_map_submits_without_iteration")
    void aMapRunsAlsoIfNobodyIterates() {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        try (ThreadPool pool = new ThreadPool(2)) {
            pool.map(done::add, List.of(1, 2, 3));
        }
        assertThat(done).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    @Case({"py/test_concurrent_futures/executor.py:test_max_workers_negative"})
    void aPoolNeedsAThread() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ThreadPool(0))
                .withMessage("A thread pool needs one thread at least, not 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new ThreadPool(-1));
        try (ThreadPool pool = new ThreadPool(1)) {
            assertThatIllegalArgumentException().isThrownBy(() -> pool.resize(0));
        }
    }

    @Test
    @Case("py/test_concurrent_futures/thread_pool.py:test_default_workers")
    void byDefaultItHasFourThreadsMoreThanThereAreProcessors() {
        try (ThreadPool pool = new ThreadPool()) {
            assertThat(pool.size()).isEqualTo(Math.min(32, Runtime.getRuntime().availableProcessors() + 4));
        }
    }

    @Everywhere
    @Case("py/test_concurrent_futures/shutdown.py:test_run_after_shutdown")
    void afterAShutdownNothingIsTaken() {
        ThreadPool pool = new ThreadPool("kettles", 1);
        pool.shutdown();
        assertThatThrownBy(() -> pool.submit(() -> 1)).isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("\"kettles\"").hasMessageContaining("shut down");
        assertThatThrownBy(() -> pool.map(x -> x, List.of(1))).isInstanceOf(RejectedExecutionException.class);
        assertThat(pool.unfinished()).isZero();
    }

    @Everywhere
    @Case("py/test_concurrent_futures/shutdown.py:test_cancel_futures")
    void aShutdownMayCancelWhatHasNotBegun() throws Exception {
        ThreadPool pool = new ThreadPool(1);
        AsyncResult<String> running = running(pool);
        List<AsyncResult<Integer>> pending = IntStream.range(0, 20).mapToObj(i -> pool.submit(() -> i)).toList();
        pool.shutdownSoon(true);
        assertThat(pending).allMatch(AsyncResult::isCancelled);
        assertThat(running.ready()).isFalse();
        gate.countDown();
        assertThat(running.get()).isEqualTo("done");
    }

    @Everywhere
    @Case("py/test_concurrent_futures/thread_pool.py:test_cancel_futures_wait_false")
    void withoutWaitingAShutdownLetsWorkGoOn() throws Exception {
        ThreadPool pool = new ThreadPool(1);
        AsyncResult<String> running = running(pool);
        AsyncResult<Integer> pending = pool.submit(() -> 7);
        pool.shutdownSoon(false);
        gate.countDown();
        assertThat(running.get()).isEqualTo("done");
        assertThat(pending.get()).isEqualTo(7);
    }

    @Everywhere
    @Case("py/test_concurrent_futures/shutdown.py:test_context_manager_shutdown")
    void aTryBlockWaitsForAllThatWasSubmitted() {
        AsyncResult<Integer> late;
        try (ThreadPool pool = new ThreadPool(1)) {
            for (int i = 0; i < 50; i++) {
                pool.submit(() -> Thread.onSpinWait());
            }
            late = pool.submit(() -> 7);
        }
        assertThat(late.ready()).isTrue();
        assertThat(late.value()).isEqualTo(7);
    }

    @Test
    @Case("py/test_concurrent_futures/thread_pool.py:test_thread_names_assigned")
    void threadsHaveThePoolsName() {
        try (ThreadPool pool = new ThreadPool("kettles", 1)) {
            assertThat(pool.submit(() -> Thread.currentThread().getName()).get()).isEqualTo("kettles-1");
        }
    }

    @Test
    @Case("py/test_concurrent_futures/thread_pool.py:test_thread_names_default")
    void aPoolWithoutANameGetsOne() {
        try (ThreadPool pool = new ThreadPool(1)) {
            assertThat(pool.submit(() -> Thread.currentThread().getName()).get()).matches("ThreadPool-\\d+-1");
        }
    }

    @Test
    @Case("py/test_concurrent_futures/thread_pool.py:test_saturation")
    void aPoolNeverHasMoreThreadsThanItsSize() throws Exception {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        try (ThreadPool pool = new ThreadPool(4)) {
            for (int i = 0; i < 100; i++) {
                pool.submit(() -> {
                    seen.add(Thread.currentThread());
                    gate.await();
                });
            }
            gate.countDown();
        }
        assertThat(seen).hasSizeBetween(1, 4);
    }

    @Test
    void asManyRunAtOnceAsThereAreThreadsAlsoAfterAResize() throws Exception {
        try (ThreadPool pool = new ThreadPool(1)) {
            pool.resize(3);
            CyclicBarrier all = new CyclicBarrier(3);
            List<AsyncResult<Integer>> meeting = IntStream.range(0, 3).mapToObj(i -> pool.submit(() -> {
                all.await();
                return i;
            })).toList();
            assertThat(meeting).extracting(AsyncResult::get).containsExactly(0, 1, 2);
            pool.resize(2);
            assertThat(pool.size()).isEqualTo(2);
            assertThat(pool.submit(() -> 1).get()).isOne();
        }
    }

    @Everywhere
    @Case({"py/test_concurrent_futures/future.py:test_cancel", "py/test_concurrent_futures/future.py:test_cancelled"})
    void onlyWhatHasNotBegunIsCancelled() throws Exception {
        try (ThreadPool pool = new ThreadPool(1)) {
            AsyncResult<String> running = running(pool);
            AtomicBoolean ran = new AtomicBoolean();
            AsyncResult<?> pending = pool.submit(() -> ran.set(true));
            assertThat(pending.cancel()).isTrue();
            assertThat(pending.isCancelled()).isTrue();
            assertThat(pending.cancel()).isFalse();
            assertThat(running.cancel()).isFalse();
            assertThat(running.isCancelled()).isFalse();
            gate.countDown();
            assertThat(running.get()).isEqualTo("done");
            assertThat(running.cancel()).isFalse();
            assertThatThrownBy(pending::get).isInstanceOf(CancelledException.class);
            pool.join();
            assertThat(ran).isFalse();
        }
    }

    @Everywhere
    @Case({"S24", "py/test_concurrent_futures/future.py:test_running",
            "py/test_concurrent_futures/future.py:test_repr"})
    void aResultTellsHowFarItsWorkIs() throws Exception {
        try (ThreadPool pool = new ThreadPool(1)) {
            AsyncResult<String> running = running(pool);
            AsyncResult<Integer> pending = pool.submit(() -> 1);
            assertThat(running.running()).isTrue();
            assertThat(pending.running()).isFalse();
            assertThat(running).hasToString("<AsyncResult running>");
            assertThat(pending).hasToString("<AsyncResult pending>");
            gate.countDown();
            assertThat(pending.get()).isOne();
            assertThat(running.running()).isFalse();
            assertThat(running).hasToString("<AsyncResult value=done>");
        }
    }

    @Everywhere
    @Case({"py/test_concurrent_futures/future.py:test_result_with_timeout"})
    void whoWaitsMaySayHowLong() throws Exception {
        try (ThreadPool pool = new ThreadPool(1)) {
            AsyncResult<String> running = running(pool);
            assertThatThrownBy(() -> running.get(0)).isInstanceOf(Timeout.class);
            gate.countDown();
            assertThat(running.get(60)).isEqualTo("done");
        }
    }

    @Everywhere
    @Case({"py/test_concurrent_futures/future.py:test_done_callback_with_result",
            "py/test_concurrent_futures/future.py:test_done_callback_already_successful"})
    void callbacksAreCalledOnceWhetherItIsDoneOrNot() throws Exception {
        try (ThreadPool pool = new ThreadPool(1)) {
            CompletableFuture<String> before = new CompletableFuture<>();
            CompletableFuture<String> after = new CompletableFuture<>();
            AsyncResult<String> running = running(pool);
            running.link(result -> before.complete(result.get()));
            gate.countDown();
            assertThat(await(before)).isEqualTo("done");
            running.link(result -> after.complete(result.get()));
            assertThat(await(after)).isEqualTo("done");
        }
    }

    @Everywhere
    @Case("py/test_concurrent_futures/future.py:test_done_callback_with_exception")
    void callbacksSeeTheException() {
        try (ThreadPool pool = new ThreadPool(1)) {
            CompletableFuture<Throwable> seen = new CompletableFuture<>();
            Exception dry = new Exception("dry");
            AsyncResult<?> failing = pool.submit(() -> {
                throw dry;
            });
            failing.link(result -> seen.complete(result.exception()));
            assertThat(await(seen)).isSameAs(dry);
        }
    }

    @Everywhere
    @Case("py/test_concurrent_futures/future.py:test_done_callback_with_cancel")
    void callbacksAreCalledForACancelToo() throws Exception {
        try (ThreadPool pool = new ThreadPool(1)) {
            running(pool);
            CompletableFuture<Boolean> seen = new CompletableFuture<>();
            AsyncResult<Integer> pending = pool.submit(() -> 1);
            pending.link(result -> seen.complete(result.isCancelled()));
            pending.cancel();
            assertThat(await(seen)).isTrue();
            gate.countDown();
        }
    }

    @Everywhere
    @Case({"py/test_concurrent_futures/wait.py:test_all_completed",
            "py/test_concurrent_futures/as_completed.py:test_no_timeout"})
    void allAreHandedOutAsTheyAreDone() throws Exception {
        try (ThreadPool pool = new ThreadPool(2)) {
            AsyncResult<String> slow = running(pool);
            AsyncResult<String> quick = pool.submit(() -> "quick");
            List<AsyncResult<String>> order = new ArrayList<>();
            for (AsyncResult<String> each : asCompleted(List.of(slow, quick))) {
                order.add(each);
                gate.countDown();
            }
            assertThat(order).containsExactly(quick, slow);
        }
    }

    @Everywhere
    @Case("py/test_concurrent_futures/as_completed.py:test_duplicate_futures")
    void theSameResultTwiceIsHandedOutOnce() {
        try (ThreadPool pool = new ThreadPool(1)) {
            AsyncResult<Integer> one = pool.submit(() -> 1);
            assertThat(asCompleted(List.of(one, one))).containsExactly(one);
        }
    }

    @Test
    void blockingWorkNeverHoldsTheLoop() {
        EventLoop.run(() -> {
            try (ThreadPool pool = new ThreadPool(1)) {
                AsyncResult<String> running = running(pool);
                AtomicInteger turns = new AtomicInteger();
                Greenlet<?> ticking = spawn(() -> {
                    for (int i = 0; i < 3; i++) {
                        sleep(0);
                        turns.incrementAndGet();
                    }
                    gate.countDown();
                });
                assertThat(await(running)).isEqualTo("done");
                assertThat(turns).hasValue(3);
                ticking.join();
            }
        });
    }

    @Test
    void whoIsTimedOutIsLetGoWhileTheWorkRunsOn() {
        EventLoop.run(() -> {
            try (ThreadPool pool = new ThreadPool(1)) {
                AsyncResult<String> running = running(pool);
                assertThatThrownBy(() -> withTimeout(0.01, () -> await(running))).isInstanceOf(Timeout.class);
                assertThat(running.ready()).isFalse();
                gate.countDown();
                assertThat(running.get()).isEqualTo("done");
            }
        });
    }

    @Test
    void whoIsTimedOutCancelsWhatHasNotBegun() {
        EventLoop.run(() -> {
            try (ThreadPool pool = new ThreadPool(1)) {
                running(pool);
                AsyncResult<Integer> pending = pool.submit(() -> 1);
                assertThatThrownBy(() -> withTimeout(0.01, () -> await(pending))).isInstanceOf(Timeout.class);
                assertThat(pending.isCancelled()).isTrue();
                gate.countDown();
            }
        });
    }

    @Test
    void greenletsAndResultsAreGatheredSideBySide() {
        EventLoop.run(() -> {
            try (ThreadPool pool = new ThreadPool(1)) {
                assertThat(gather(pool.submit(() -> 1), spawn(() -> 2), runIn(pool, () -> 3))).containsExactly(1, 2, 3);
            }
        });
    }

    @Test
    void cancelsCrossToTheJdksFutures() throws Exception {
        try (ThreadPool pool = new ThreadPool(1)) {
            running(pool);
            AsyncResult<Integer> pending = pool.submit(() -> 1);
            CompletableFuture<Integer> future = toFuture(pending);
            future.cancel(false);
            assertThat(pending.isCancelled()).isTrue();
            gate.countDown();
        }
    }

    @Test
    void valuesOfTheSubmitterFollow() {
        ScopedValue<String> tea = ScopedValue.newInstance();
        GreenletLocal<String> cup = new GreenletLocal<>();
        EventLoop.run(() -> {
            cup.set("blue");
            try (ThreadPool pool = new ThreadPool(1)) {
                assertThat(ScopedValue.where(tea, "green").call(() -> pool.submit(() -> tea.get() + cup.get()).get()))
                        .isEqualTo("greenblue");
                assertThat(pool.submit(tea::isBound).get()).isFalse();
                pool.submit(() -> cup.set("red")).get();
                assertThat(cup.get()).isEqualTo("blue");
            }
        });
    }

    @Test
    @Case("py/test_concurrent_futures/thread_pool.py:test_idle_thread_reuse")
    void anIdleThreadIsUsedAgain() {
        try (ThreadPool pool = new ThreadPool(1)) {
            Thread first = pool.submit(Thread::currentThread).get();
            assertThat(pool.submit(Thread::currentThread).get()).isSameAs(first);
        }
    }

    @Test
    @Case("py/test_concurrent_futures/executor.py:test_free_reference")
    void aResultThatIsKeptDoesNotKeepWhatItsWorkHeld() throws Exception {
        try (ThreadPool pool = new ThreadPool(1)) {
            Object[] held = {new Object()};
            WeakReference<Object> seen = new WeakReference<>(held[0]);
            AsyncResult<Integer> result = submit(pool, held[0]);
            assertThat(result.get()).isEqualTo(1);
            held[0] = null;
            pool.submit(() -> {}).get(); // the thread has let go of what it ran before
            while (seen.get() != null) {
                System.gc();
                Thread.sleep(1);
            }
            assertThat(result.value()).isEqualTo(1);
        }
    }

    private static AsyncResult<Integer> submit(ThreadPool pool, Object thing) {
        return pool.submit(() -> thing.hashCode() == 0 ? 0 : 1);
    }

    @Test
    void joinWaitsForAllAndLeavesThePoolOpen() throws Exception {
        try (ThreadPool pool = new ThreadPool(2)) {
            AsyncResult<String> running = running(pool);
            gate.countDown();
            pool.join();
            assertThat(running.ready()).isTrue();
            assertThat(pool.submit(() -> 5).get()).isEqualTo(5);
        }
    }

    @Test
    void greenletsAndResultsAreWaitedForSideBySide() {
        EventLoop.run(() -> {
            try (ThreadPool pool = new ThreadPool(1)) {
                AsyncResult<String> held = running(pool);
                Greenlet<String> quick = spawn(() -> "quick");
                DonePending<String> first = waitOn(List.of(held, quick), ReturnWhen.FIRST_COMPLETED);
                assertThat(first.done()).containsExactly(quick);
                assertThat(first.pending()).containsExactly(held);
                gate.countDown();
                assertThat(waitOn(List.of(held, quick), ReturnWhen.ALL_COMPLETED).done()).containsExactly(held, quick);
            }
        });
    }
}
