package greenloom;

import static greenloom.Async.await;
import static greenloom.Async.current;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cancelling, as asyncio's, trio's and kotlinx's own tests tell it. */
class CancellingTest {
    private final Trail trail = new Trail();

    @Test
    @Case({"A08 py/test_asyncio/test_tasks.py:516", "py-uncancel py/test_asyncio/test_tasks.py test_uncancel_basic"})
    void itIsCountedShownAndCanBeTakenBack() {
        Virtual.run(() -> {
            Greenlet<String> task = spawn(() -> {
                try {
                    sleep(10);
                } catch (CancelledException e) {
                    current().uncancel();
                    sleep(10);
                }
                return "went on";
            });
            yieldNow();
            task.cancel();
            assertThat(task.cancelling()).isEqualTo(1);
            assertThat(task.toString()).contains("cancelling");
            yieldNow();
            assertThat(task.cancelling()).isZero();
            assertThat(task.isCancelled()).isFalse();
            task.cancel();
            assertThat(task.cancelling()).isEqualTo(1);
            assertThatThrownBy(task::get).isInstanceOf(CancelledException.class);
            assertThat(task.isCancelled()).isTrue();
            assertThat(task.uncancel()).isZero();
            assertThat(task.isCancelled()).isTrue();
        });
    }

    @Test
    @Case({"py-cancel py/test_asyncio/test_tasks.py test_cancel",
            "py-cancel-message py/test_asyncio/test_tasks.py test_cancel_with_message_then_future_result"})
    void theExceptionTellsWhoWhenAndWhy() {
        Virtual.run(() -> {
            Greenlet<?> task = spawn("victim", () -> sleep(10));
            Greenlet<?> canceller = spawn("canceller", () -> {
                sleep(3);
                task.cancel("no longer needed");
            });
            task.join();
            assertThat(canceller.ready()).isTrue();
            assertThat(task.exception()).isInstanceOfSatisfying(CancelledException.class, e -> {
                assertThat(e.source()).contains("canceller");
                assertThat(e.reason()).isEqualTo("no longer needed");
                assertThat(e.when()).isEqualTo(3);
            });
        });
    }

    @Test
    @Case({"py-cancel-before-start py/test_asyncio/test_tasks.py test_cancel_with_message_before_starting_task",
            "kx-cancel-before-start kx/kotlinx-coroutines-core/common/test/AtomicCancellationCommonTest.kt testCancellableLaunch"})
    void oneThatHasNotBegunNeverBegins() {
        Virtual.run(() -> {
            Greenlet<?> task = spawn(() -> trail.add("begun"));
            task.cancel();
            task.join();
            assertThat(task.isCancelled()).isTrue();
        });
        trail.is();
    }

    @Test
    @Case({"py-cancel-done py/test_asyncio/test_tasks.py test_cancel_at_end"})
    void oneThatHasEndedCannotBeCancelled() {
        Virtual.run(() -> {
            Greenlet<Integer> task = spawn(() -> 5);
            task.join();
            assertThat(task.cancel()).isFalse();
            assertThat(task.get()).isEqualTo(5);
        });
    }

    @Test
    @Case({"py-cancel-catching py/test_asyncio/test_tasks.py test_cancel_task_catching"})
    void aBodyMayCatchItAndReturn() {
        Virtual.run(() -> {
            Greenlet<Integer> task = spawn(() -> {
                try {
                    sleep(10);
                    return 1;
                } catch (CancelledException e) {
                    return 42;
                }
            });
            yieldNow();
            task.cancel();
            assertThat(task.get()).isEqualTo(42);
            assertThat(task.isCancelled()).isFalse();
        });
    }

    @Test
    @Case({"py-cancel-ignoring py/test_asyncio/test_tasks.py test_cancel_task_ignoring"})
    void aBodyMayCatchItAndWaitOn() {
        Virtual.run(() -> {
            Greenlet<String> task = spawn(() -> {
                try {
                    sleep(1000);
                } catch (CancelledException e) {
                    sleep(2);
                }
                return Virtual.now();
            });
            sleep(1);
            task.cancel();
            assertThat(task.get()).isEqualTo("3.0");
        });
    }

    @Test
    @Case({"py-cancel-current py/test_asyncio/test_tasks.py test_cancel_current_task"})
    void oneCanCancelItself() {
        Virtual.run(() -> {
            Greenlet<?> task = spawn(() -> {
                current().cancel();
                trail.add("goes on to its next wait");
                sleep(1);
                trail.add("not reached");
            });
            task.join();
            assertThat(task.isCancelled()).isTrue();
        });
        trail.is("goes on to its next wait");
    }

    @Test
    @Case({"py-cancel-awaited py/test_asyncio/test_tasks.py test_cancel_awaited_task",
            "py-cancel-inner py/test_asyncio/test_tasks.py test_cancel_inner_future"})
    void whoAwaitsTakesTheAwaitedAlong() {
        Virtual.run(() -> {
            Greenlet<?> inner = spawn(() -> sleep(10));
            Greenlet<?> outer = spawn(() -> await(inner));
            Greenlet<?> getter = spawn(() -> inner.join());
            sleep(1);
            getter.cancel();
            getter.join();
            assertThat(inner.ready()).isFalse();
            outer.cancel();
            outer.join();
            inner.join();
            assertThat(inner.isCancelled()).isTrue();
        });
    }

    @Test
    @Case({"py-cancel-both py/test_asyncio/test_tasks.py test_cancel_both_task_and_inner_future"})
    void bothAtOnceAreCancelledOnceEach() {
        Virtual.run(() -> {
            AsyncResult<String> result = new AsyncResult<>();
            Greenlet<?> task = spawn(() -> await(result));
            yieldNow();
            result.cancel();
            task.cancel();
            task.join();
            assertThat(task.isCancelled()).isTrue();
            assertThat(result.isCancelled()).isTrue();
        });
    }

    @Test
    @Case({"py-sleep-cancel py/test_asyncio/test_tasks.py test_sleep_cancel",
            "py-cancel-sleeping py/test_asyncio/test_tasks.py test_task_cancel_sleeping_task"})
    void whoSleepsIsWokenByItAtOnce() {
        Virtual.run(() -> {
            Greenlet<?> task = spawn(() -> sleep(1000));
            sleep(1);
            task.cancel();
            task.join();
            assertThat(Virtual.now()).isEqualTo("1.0");
        });
    }

    @Test
    @Case({"py-base-exception py/test_asyncio/test_tasks.py test_baseexception_during_cancel"})
    void anErrorWhileItIsBeingCancelledTakesItsPlace() {
        Virtual.run(() -> {
            Greenlet<?> task = spawn(() -> {
                try {
                    sleep(10);
                } catch (CancelledException e) {
                    throw new AssertionError("instead", e);
                }
            });
            yieldNow();
            task.cancel();
            task.join();
            assertThat(task.isCancelled()).isFalse();
            assertThat(task.exception()).isInstanceOf(AssertionError.class)
                    .hasCauseInstanceOf(CancelledException.class);
        });
    }

    @Test
    @Case({"kx-finally kx/kotlinx-coroutines-core/common/test/CoroutinesTest.kt testCancelChildWithFinally",
            "tr-cancel-finally tr/_core/_tests/test_run.py test_cancel_edge_cases"})
    void finallyBlocksMayWaitAndTheNextKillEndsThatWait() {
        Virtual.run(() -> {
            Greenlet<?> task = spawn(() -> {
                try {
                    sleep(1000);
                } finally {
                    trail.add("cleaning from " + Virtual.now());
                    try {
                        sleep(1000);
                    } finally {
                        trail.add("ended at " + Virtual.now());
                    }
                }
            });
            sleep(1);
            task.cancel();
            sleep(1);
            assertThat(task.ready()).isFalse();
            task.kill();
            assertThat(task.ready()).isTrue();
        });
        trail.is("cleaning from 1.0", "ended at 2.0");
    }

    @Test
    @Case("tr-cancel-twice tr/_core/_tests/test_run.py test_cancel_unbound")
    void aSecondCancelBeforeTheFirstHasComeIsNotDoubled() {
        Virtual.run(() -> {
            Greenlet<?> task = spawn(() -> {
                try {
                    sleep(10);
                } catch (CancelledException e) {
                    trail.add("once");
                    sleep(10);
                    trail.add("slept");
                }
            });
            yieldNow();
            task.cancel();
            task.cancel();
            assertThat(task.cancelling()).isEqualTo(2);
            task.join();
        });
        trail.is("once", "slept");
    }

    @SuppressWarnings("WaitNotInLoop") // Nobody wakes them.
    static Stream<Action> blockingCallsOfTheJdk() {
        ReentrantLock lock = new ReentrantLock();
        return Stream.of(
                () -> Thread.sleep(100_000),
                () -> new LinkedBlockingQueue<Integer>().take(),
                () -> new CountDownLatch(1).await(),
                () -> new Semaphore(0).acquire(),
                () -> {
                    lock.lock();
                    try {
                        lock.newCondition().await();
                    } finally {
                        lock.unlock();
                    }
                },
                () -> {
                    Object monitor = new Object();
                    synchronized (monitor) {
                        monitor.wait();
                    }
                },
                () -> new Exchanger<Integer>().exchange(1));
    }

    @ParameterizedTest
    @MethodSource("blockingCallsOfTheJdk")
    @Case("kx-interruptible kx/kotlinx-coroutines-core/jvm/test/RunInterruptibleTest.kt testInterrupt")
    void itReachesThroughBlockingCallsOfTheJdk(Action blocking) {
        EventLoop.run(() -> {
            Greenlet<?> task = spawn(blocking);
            sleep(0.01);
            task.cancel("through");
            task.join();
            assertThat(task.exception()).isInstanceOf(CancelledException.class).hasMessageContaining("through");
        });
    }

    @Test
    @SuppressWarnings("LockNotBeforeTry") // Who holds it lets go of it in the midst of the test.
    void whereTheJdkCannotBeInterruptedItIsMarkedAndStoppedAtItsNextWait() {
        Virtual.run(() -> {
            ReentrantLock lock = new ReentrantLock();
            lock.lock();
            Greenlet<?> task = spawn("entering", () -> {
                lock.lock();
                try {
                    trail.add("inside");
                    sleep(1);
                    trail.add("not reached");
                } finally {
                    lock.unlock();
                }
            });
            yieldNow();
            task.cancel();
            yieldNow();
            assertThat(task.isCancelling()).isTrue();
            assertThat(task).hasToString("<Greenlet \"entering\" pending, cancelling>");
            lock.unlock();
            task.join();
            assertThat(task.isCancelled()).isTrue();
        });
        trail.is("inside");
    }

    @Test
    @Case("py-structured py/test_asyncio/test_tasks.py test_uncancel_structured_blocks")
    void manyCancelsAreCountedOneByOne() {
        Virtual.run(() -> {
            Greenlet<List<Integer>> task = spawn(() -> {
                try {
                    sleep(10);
                    return List.of();
                } catch (CancelledException e) {
                    return List.of(current().cancelling(), current().uncancel(), current().uncancel(),
                            current().uncancel());
                }
            });
            yieldNow();
            task.cancel();
            task.cancel();
            assertThat(task.get()).containsExactly(2, 1, 0, 0);
        });
    }
}
