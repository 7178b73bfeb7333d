package greenloom;

import static greenloom.Async.await;
import static greenloom.Async.mapIn;
import static greenloom.Async.runIn;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.toFuture;
import static greenloom.Async.toThread;
import static greenloom.Async.wrapFuture;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is called by the loop and what runs outside it, as asyncio's and gevent's own tests tell it. */
class LoopCallsTest {
    private final Trail trail = new Trail();

    @Test
    @Case({"A01 py/test_asyncio/test_runners.py:126", "py-run py/test_asyncio/test_runners.py test_asyncio_run_return"})
    void runCancelsWhatIsLeftAndTellsOfItsErrors() {
        AtEnd end = new AtEnd();
        int value = EventLoop.run(Virtual.options(), () -> {
            EventLoop.current().setExceptionHandler(failure -> end.failure = failure);
            end.left = spawn("left", () -> {
                try {
                    sleep(1000);
                } catch (CancelledException e) {
                    throw new ArithmeticException("while ending");
                }
            });
            yieldNow();
            return 123;
        });
        assertThat(value).isEqualTo(123);
        assertThat(end.left != null && end.left.ready()).isTrue();
        assertThat(end.failure).isNotNull();
        assertThat(end.failure.message()).containsPattern("EventLoop.run.*shutdown");
        assertThat(end.failure.greenlet()).isSameAs(end.left);
        assertThat(end.failure.exception()).hasMessage("while ending");
    }

    private static final class AtEnd {
        private EventLoop.@Nullable Failure failure;
        private @Nullable Greenlet<?> left;
    }

    @Test
    @Case({"A02 py/test_asyncio/test_runners.py:114", "A02 py/test_asyncio/test_runners.py:396"})
    void aRunInsideARunIsRefused() {
        Virtual.run(() -> assertThatIllegalStateException().isThrownBy(() -> EventLoop.run(() -> {}))
                .withMessageContaining("cannot be called from a running event loop"));
        try (EventLoop loop = EventLoop.open(EventLoop.options())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> loop.runUntilComplete(() -> loop.runUntilComplete(() -> 1)));
        }
    }

    @Test
    @Case({"py-runner py/test_asyncio/test_runners.py test_run",
            "py-runner-close py/test_asyncio/test_runners.py test_double_close",
            "py-runner-closed py/test_asyncio/test_runners.py test_second_with_block_raises"})
    void oneLoopMayRunSeveralBodiesUntilItIsClosed() {
        EventLoop loop = EventLoop.open(Virtual.options());
        assertThat(loop.<Integer>runUntilComplete(() -> 1)).isEqualTo(1);
        assertThat(loop.<Integer>runUntilComplete(() -> 2)).isEqualTo(2);
        loop.close();
        loop.close();
        assertThatIllegalStateException().isThrownBy(() -> loop.runUntilComplete(() -> 3));
    }

    @Test
    @Case({"py-call-soon py/test_asyncio/test_base_events.py test_call_soon",
            "py-call-later py/test_asyncio/test_base_events.py test_call_later",
            "py-call-later-negative py/test_asyncio/test_base_events.py test_call_later_negative_delays",
            "py-call-at py/test_asyncio/test_base_events.py test_time_and_call_at"})
    void callbacksComeInTheOrderOfTheirTimes() {
        Virtual.run(() -> {
            EventLoop loop = EventLoop.current();
            loop.callLater(2, () -> trail.add("in 2 at " + Virtual.now()));
            loop.callAt(loop.time() + 1, () -> trail.add("at 1 at " + Virtual.now()));
            loop.callSoon(() -> trail.add("soon a"));
            loop.callSoon(() -> trail.add("soon b"));
            loop.callLater(-1, () -> trail.add("negative"));
            sleep(3);
        });
        trail.is("soon a", "soon b", "negative", "at 1 at 1.0", "in 2 at 2.0");
    }

    @Test
    @Case({"py-handle-cancel py/test_asyncio/test_base_events.py test__add_callback_cancelled_handle"})
    void aCallbackCanBeTakenBack() {
        Virtual.run(() -> {
            Handle later = EventLoop.current().callLater(1, () -> trail.add("later"));
            Handle soon = EventLoop.current().callSoon(() -> trail.add("soon"));
            later.cancel();
            soon.cancel();
            assertThat(later.isCancelled()).isTrue();
            sleep(2);
        });
        trail.is();
    }

    @Test
    @Case({"V26 gv/test__hub.py:54", "py-exc-handler py/test_asyncio/test_base_events.py test_set_exc_handler_custom"})
    void aCallbackThatFailsIsToldOnceAndTheSleeperWakesInTime() {
        Virtual.run(() -> {
            EventLoop.current().setExceptionHandler((_, e) -> trail.add("told " + e.getMessage()));
            EventLoop.current().callLater(0.1, () -> {
                throw new IOException("in a callback");
            });
            sleep(0.2);
            assertThat(Virtual.now()).isEqualTo("0.2");
            sleep(5);
        });
        trail.is("told in a callback");
    }

    @Test
    @Case("A24 py/test_asyncio/test_threads.py:53")
    void valuesFollowWorkToItsThread() {
        EventLoop.run(() -> {
            GreenletLocal<String> local = new GreenletLocal<>();
            local.set("parrot");
            assertThat(await(toThread(() -> local.get()))).isEqualTo("parrot");
        });
    }

    @Test
    @Case({"A24 py/test_asyncio/test_tasks.py:2498", "py-context py/test_asyncio/test_tasks.py test_context_1"})
    void whatATaskSetsIsItsOwn() {
        Virtual.run(() -> {
            GreenletLocal<String> local = new GreenletLocal<>();
            local.set("nope");
            Greenlet<String> task = spawn(() -> {
                String inherited = local.get();
                local.set("something else");
                return inherited;
            });
            assertThat(await(task)).isEqualTo("nope");
            assertThat(local.get()).isEqualTo("nope");
        });
    }

    @Test
    @Case({"py-to-thread py/test_asyncio/test_threads.py test_to_thread",
            "py-to-thread-exception py/test_asyncio/test_threads.py test_to_thread_exception"})
    void workOnAThreadHasAValueOrAnException() {
        EventLoop.run(() -> {
            Thread here = Thread.currentThread();
            assertThat(await(toThread(() -> Thread.currentThread()))).isNotSameAs(here);
            assertThatThrownBy(() -> await(toThread((Callable<String>) () -> {
                throw new IOException("test");
            }))).isInstanceOf(IOException.class).hasMessage("test");
        });
    }

    @Test
    @Case("A27 py/test_asyncio/test_tasks.py:3485")
    void aThreadThatWaitsTooShortlyForATaskOnALoopIsTold() throws Exception {
        try (EventLoop loop = EventLoop.open(EventLoop.options())) {
            Greenlet<?> task = loop.spawn("slow", () -> sleep(1000));
            assertThatThrownBy(() -> task.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(task.ready()).isFalse();
            task.cancel();
            task.join();
            assertThat(task.isCancelled()).isTrue();
        }
    }

    @Test
    @Case({"A27 py/test_asyncio/test_tasks.py:3497",
            "py-threadsafe-cancelled py/test_asyncio/test_tasks.py test_run_coroutine_threadsafe_task_cancelled"})
    void cancellingTheFutureOfATaskCancelsTheTask() {
        try (EventLoop loop = EventLoop.open(EventLoop.options())) {
            Greenlet<?> task = loop.spawn("slow", () -> sleep(1000));
            CompletableFuture<?> future = toFuture(task);
            future.cancel(true);
            task.join();
            assertThat(task.isCancelled()).isTrue();
            assertThat(future).isCancelled();
        }
    }

    @Test
    @Case({"py-wrap-cancel py/test_asyncio/test_futures.py test_wrap_future_cancel",
            "py-wrap-cancel-2 py/test_asyncio/test_futures.py test_wrap_future_cancel2"})
    void aCancelCrossesFromAResultToTheFutureItWraps() {
        EventLoop.run(() -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            AsyncResult<String> result = wrapFuture(future);
            result.cancel();
            assertThat(future).isCancelled();
            CompletableFuture<String> other = new CompletableFuture<>();
            AsyncResult<String> follower = wrapFuture(other);
            other.cancel(true);
            assertThatThrownBy(follower::get).isInstanceOf(CancelledException.class);
        });
    }

    @Test
    @Case("E01 py/test_concurrent_futures/executor.py:52")
    void mapInAnExecutorThrowsAtTheFailuresPlace() {
        EventLoop.run(() -> {
            try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
                Iterator<String> divided = mapIn(executor, by -> 1 / by + " " + 1 % by, List.of(2, 3, 0, 5)).iterator();
                assertThat(divided.next()).isEqualTo("0 1");
                assertThat(divided.next()).isEqualTo("0 1");
                assertThatThrownBy(divided::next).isInstanceOf(ArithmeticException.class);
            }
        });
    }

    @Test
    @Case({"py-executor-shutdown py/test_concurrent_futures/executor.py",
            "py-default-executor py/test_asyncio/test_base_events.py test_set_default_executor"})
    void anExecutorThatIsShutDownRefuses() {
        EventLoop.run(() -> {
            ExecutorService executor = Executors.newFixedThreadPool(1);
            assertThat(await(runIn(executor, () -> 7))).isEqualTo(7);
            executor.shutdown();
            assertThatThrownBy(() -> runIn(executor, () -> 7)).isInstanceOf(RejectedExecutionException.class);
        });
    }

    @Test
    @Case("py-run-joins-executor py/test_asyncio/test_runners.py test_asyncio_run_cancels_hanging_tasks")
    void workOnThreadsIsWaitedForWhenTheLoopEnds() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        EventLoop.run(() -> {
            toThread(() -> {
                begun.countDown();
                Thread.sleep(200);
                trail.add("work is over");
            });
            begun.await();
        });
        trail.is("work is over");
    }

    @Test
    @Case("py-eager py/test_asyncio/test_eager_task_factory.py")
    void eagerGreenletsRunUpToTheirFirstWaitFirst() {
        EventLoop.run(Virtual.options().eager(true), () -> {
            Greenlet<?> task = spawn(() -> {
                trail.add("first part");
                sleep(1);
                trail.add("second part");
            });
            trail.add("spawned");
            assertThat(spawn(() -> 5).ready()).isTrue();
            task.join();
        });
        trail.is("first part", "spawned", "second part");
    }

    @Test
    @Case("A26 py/test_asyncio/test_base_events.py:1979")
    void aGreenletThatHoldsTheLoopIsNamed() {
        CountDownLatch told = new CountDownLatch(1);
        EventLoop.run(EventLoop.options().patience(0.01), () -> {
            EventLoop.current().setHeldHandler((greenlet, held) -> {
                trail.add(greenlet.name() + " " + (held.seconds() > 0));
                told.countDown();
            });
            Greenlet<?> holder = spawn("holder", () -> {
                while (told.getCount() > 0) {
                    Thread.onSpinWait();
                }
            });
            spawn("other", () -> {});
            holder.join();
        });
        assertThat(trail.steps()).contains("holder true");
    }
}
