package greenloom;

import static greenloom.Async.asCompleted;
import static greenloom.Async.await;
import static greenloom.Async.gather;
import static greenloom.Async.gatherSettled;
import static greenloom.Async.shield;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.waitOn;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Several waits in one, as asyncio's and gevent's own tests tell it. */
class CombiningTest {
    private final Trail trail = new Trail();

    private static Greenlet<String> after(double seconds, String value) {
        return spawn(() -> {
            sleep(seconds);
            return value;
        });
    }

    private static Greenlet<String> failing(double seconds) {
        return spawn((Callable<String>) () -> {
            sleep(seconds);
            throw new ArithmeticException("after " + seconds);
        });
    }

    @Test
    @Case({"py-gather-success py/test_asyncio/test_tasks.py test_success",
            "py-gather-empty py/test_asyncio/test_tasks.py test_constructor_empty_sequence_use_running_loop"})
    void gatherKeepsTheOrderGiven() {
        Virtual.run(() -> {
            assertThat(gather(after(3, "a"), after(1, "b"), after(2, "c"))).containsExactly("a", "b", "c");
            assertThat(Virtual.now()).isEqualTo("3.0");
            assertThat(gather(List.<Greenlet<String>>of())).isEmpty();
        });
    }

    @Test
    @Case({"A03 py/test_asyncio/test_tasks.py:3152",
            "py-gather-result-exception py/test_asyncio/test_tasks.py test_result_exception_success"})
    void gatherFailsAtTheFirstFailureAndLeavesTheOthersAlone() {
        Virtual.run(() -> {
            Greenlet<String> a = after(0, "a");
            Greenlet<String> b = failing(1);
            Greenlet<String> c = after(10, "c");
            assertThatThrownBy(() -> gather(a, b, c)).isInstanceOf(ArithmeticException.class);
            assertThat(Virtual.now()).isEqualTo("1.0");
            assertThat(c.ready()).isFalse();
            assertThat(c.get()).isEqualTo("c");
        });
    }

    @Test
    @Case({"A04 py/test_asyncio/test_tasks.py:3170",
            "S-return-exceptions py/test_asyncio/test_tasks.py test_return_exceptions"})
    void gatherSettledKeepsExceptionsAsValues() {
        Virtual.run(() -> {
            List<Settled<String>> all = gatherSettled(after(2, "a"), failing(1), after(0, "c"));
            assertThat(all.get(0).get()).isEqualTo("a");
            assertThat(all.get(1).exception()).hasMessage("after 1.0");
            assertThat(all.get(1).successful()).isFalse();
            assertThat(all.get(2).value()).isEqualTo("c");
        });
    }

    @Test
    @Case({"py-gather-one-cancelled py/test_asyncio/test_tasks.py test_one_cancellation",
            "py-gather-settled-cancelled py/test_asyncio/test_tasks.py test_result_exception_one_cancellation"})
    void oneThatIsCancelledFailsTheGatherAndIsAValueOfTheSettled() {
        Virtual.run(() -> {
            Greenlet<String> a = after(1, "a");
            Greenlet<String> b = after(1, "b");
            b.cancel();
            assertThatThrownBy(() -> gather(a, b)).isInstanceOf(CancelledException.class);
            List<Settled<String>> all = gatherSettled(a, b);
            assertThat(all.get(0).get()).isEqualTo("a");
            assertThat(all.get(1).exception()).isInstanceOf(CancelledException.class);
        });
    }

    @Test
    @Case({"py-gather-cancel-1 py/test_asyncio/test_tasks.py test_cancel_gather_1",
            "py-gather-cancel-2 py/test_asyncio/test_tasks.py test_cancel_gather_2",
            "py-gather-broadcast py/test_asyncio/test_tasks.py test_cancellation_broadcast"})
    void whoIsCancelledWhileGatheringTakesAllAlong() {
        Virtual.run(() -> {
            Greenlet<String> a = after(10, "a");
            Greenlet<String> b = after(10, "b");
            Greenlet<?> gatherer = spawn(() -> gather(a, b));
            sleep(1);
            gatherer.cancel("enough");
            gatherer.join();
            assertThat(gatherer.exception()).isInstanceOf(CancelledException.class).hasMessageContaining("enough");
            yieldNow();
            assertThat(List.of(a, b)).allMatch(Greenlet::isCancelled);
        });
    }

    @Test
    @Case({"py-gather-duplicates py/test_asyncio/test_tasks.py test_duplicate_coroutines"})
    void theSameOneMayBeGatheredTwice() {
        Virtual.run(() -> {
            Greenlet<String> a = after(1, "a");
            assertThat(gather(a, a)).containsExactly("a", "a");
        });
    }

    @Test
    @Case({"A06 py/test_asyncio/test_tasks.py:1190", "A06 py/test_asyncio/test_tasks.py:1219"})
    void waitOnEndsWithTheFirstThatEnds() {
        Virtual.run(() -> {
            Greenlet<String> a = after(10, "a");
            Greenlet<String> b = after(0.1, "b");
            var first = waitOn(List.of(a, b), ReturnWhen.FIRST_COMPLETED);
            assertThat(first.done()).containsExactly(b);
            assertThat(first.pending()).containsExactly(a);
            assertThat(Virtual.now()).isEqualTo("0.1");
            Greenlet<String> c = after(0, "c");
            Greenlet<String> d = after(0, "d");
            sleep(1);
            assertThat(waitOn(List.of(c, d), ReturnWhen.FIRST_COMPLETED).done()).containsExactly(c, d);
        });
    }

    @Test
    @Case({"A06 py/test_asyncio/test_tasks.py:1243",
            "py-wait-exception-in-wait py/test_asyncio/test_tasks.py test_wait_first_exception_in_wait"})
    void waitOnEndsWithTheFirstThatFails() {
        Virtual.run(() -> {
            Greenlet<String> a = after(10, "a");
            Greenlet<String> b = failing(5);
            Greenlet<String> c = after(1, "c");
            var first = waitOn(List.of(a, b, c), ReturnWhen.FIRST_EXCEPTION);
            assertThat(first.done()).containsExactlyInAnyOrder(b, c);
            assertThat(first.pending()).containsExactly(a);
            assertThat(Virtual.now()).isEqualTo("5.0");
            assertThat(b.exception()).isNotNull();
        });
    }

    @Test
    @Case({"py-wait py/test_asyncio/test_tasks.py test_wait",
            "py-wait-exception py/test_asyncio/test_tasks.py test_wait_with_exception",
            "py-wait-duplicates py/test_asyncio/test_tasks.py test_wait_duplicate_coroutines"})
    void waitOnWaitsForAllAndThrowsNothingOfTheirs() {
        Virtual.run(() -> {
            Greenlet<String> a = after(1, "a");
            Greenlet<String> b = failing(2);
            var all = waitOn(List.of(a, b, a), ReturnWhen.ALL_COMPLETED);
            assertThat(all.done()).containsExactly(a, b);
            assertThat(all.pending()).isEmpty();
            assertThat(b.exception()).hasMessage("after 2.0");
        });
    }

    @Test
    @Case({"py-wait-timeout py/test_asyncio/test_tasks.py test_wait_with_timeout",
            "py-wait-concurrent py/test_asyncio/test_tasks.py test_wait_concurrent_complete",
            "py-wait-errors py/test_asyncio/test_tasks.py test_wait_errors"})
    void waitOnWithALimitCancelsNobody() {
        Virtual.run(() -> {
            Greenlet<String> a = after(0.1, "a");
            Greenlet<String> b = after(0.15, "b");
            var some = waitOn(List.of(a, b), ReturnWhen.ALL_COMPLETED, 0.12);
            assertThat(some.done()).containsExactly(a);
            assertThat(some.pending()).containsExactly(b);
            assertThat(b.get()).isEqualTo("b");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> waitOn(List.<Greenlet<String>>of(), ReturnWhen.ALL_COMPLETED));
        });
    }

    @Test
    @Case({"py-as-completed py/test_asyncio/test_tasks.py test_as_completed",
            "py-as-completed-duplicates py/test_asyncio/test_tasks.py test_as_completed_duplicate_coroutines"})
    void asCompletedHandsOutInTheOrderOfTheEnds() {
        Virtual.run(() -> {
            Greenlet<String> a = after(2, "a");
            Greenlet<String> b = after(1, "b");
            List<String> order = new ArrayList<>();
            for (Greenlet<String> done : asCompleted(List.of(a, b, a))) {
                order.add(done.get() + " at " + Virtual.now());
            }
            assertThat(order).containsExactly("b at 1.0", "a at 2.0");
        });
    }

    @Test
    @Case({"py-as-completed-timeout py/test_asyncio/test_tasks.py test_as_completed_with_timeout"})
    void asCompletedWithALimitThrowsAtItsPlace() {
        Virtual.run(() -> {
            Greenlet<String> a = after(0.1, "a");
            Greenlet<String> b = after(0.15, "b");
            Completed<Greenlet<String>> completed = asCompleted(0.12, List.of(a, b));
            assertThat(completed.next()).isSameAs(a);
            assertThatThrownBy(completed::next).isInstanceOf(Timeout.class);
            assertThat(b.get()).isEqualTo("b");
        });
    }

    @Test
    @Case({"py-as-completed-unused-timeout py/test_asyncio/test_tasks.py test_as_completed_with_unused_timeout"})
    void aLimitThatIsNotNeededDoesNothing() {
        Virtual.run(() -> {
            Greenlet<String> a = after(0.1, "a");
            for (Greenlet<String> done : asCompleted(1, List.of(a))) {
                trail.add(done.get());
            }
            sleep(5);
        });
        trail.is("a");
    }

    @Test
    @Case({"V25 gv/test__iwait.py:8", "gv-iwait-partial gv/test__iwait.py:22"})
    void asCompletedTakesSemaphoresAndLetsGoOfTheRest() {
        Virtual.run(() -> {
            BoundedSemaphore first = new BoundedSemaphore(0, 1);
            BoundedSemaphore second = new BoundedSemaphore(0, 1);
            first.release();
            try (Completed<BoundedSemaphore> completed = asCompleted(List.of(first, second))) {
                assertThat(completed.next()).isSameAs(first);
                assertThat(second.statistics().watching()).isEqualTo(1);
            }
            assertThat(second.statistics().watching()).isZero();
        });
    }

    @Test
    @Case({"py-shield-result py/test_asyncio/test_tasks.py test_shield_result",
            "py-shield-exception py/test_asyncio/test_tasks.py test_shield_exception"})
    void aShieldHandsValuesAndExceptionsOn() {
        Virtual.run(() -> {
            assertThat(await(shield(after(1, "a")))).isEqualTo("a");
            assertThatThrownBy(() -> await(shield(failing(1)))).isInstanceOf(ArithmeticException.class);
        });
    }

    @Test
    @Case({"py-shield-outer py/test_asyncio/test_tasks.py test_shield_cancel_outer",
            "py-shield-effect py/test_asyncio/test_tasks.py test_shield_effect"})
    void whatIsShieldedGoesOnWhenTheWaitIsCancelled() {
        Virtual.run(() -> {
            Greenlet<String> inner = after(2, "inner");
            Greenlet<?> outer = spawn(() -> await(shield(inner)));
            sleep(1);
            outer.cancel();
            outer.join();
            assertThat(outer.isCancelled()).isTrue();
            assertThat(inner.get()).isEqualTo("inner");
        });
    }

    @Test
    @Case("py-shield-inner py/test_asyncio/test_tasks.py test_shield_cancel_inner")
    void aCancelOfWhatIsShieldedComesThrough() {
        Virtual.run(() -> {
            Greenlet<String> inner = after(2, "inner");
            AsyncResult<String> outer = shield(inner);
            inner.cancel();
            assertThatThrownBy(outer::get).isInstanceOf(CancelledException.class);
        });
    }

    @Test
    @Case({"py-shield-gather py/test_asyncio/test_tasks.py test_shield_gather",
            "py-gather-shield py/test_asyncio/test_tasks.py test_gather_shield"})
    void aShieldInsideAGatherProtectsOnlyWhatIsInIt() {
        Virtual.run(() -> {
            Greenlet<String> shielded = after(5, "shielded");
            Greenlet<String> bare = after(5, "bare");
            Greenlet<?> gatherer = spawn(() -> gather(shield(shielded), bare));
            sleep(1);
            gatherer.cancel();
            gatherer.join();
            assertThat(shielded.get()).isEqualTo("shielded");
            assertThat(bare.isCancelled()).isTrue();
        });
    }

    @Test
    @Case({"py-wait-does-not-shield py/test_asyncio/test_tasks.py test_yield_wait_does_not_shield_cancel"})
    void whoIsCancelledInWaitOnLeavesTheOthersAlone() {
        Virtual.run(() -> {
            Greenlet<String> inner = after(2, "inner");
            Greenlet<?> waiter = spawn(() -> waitOn(List.of(inner), ReturnWhen.ALL_COMPLETED));
            sleep(1);
            waiter.cancel();
            waiter.join();
            assertThat(waiter.isCancelled()).isTrue();
            assertThat(inner.get()).isEqualTo("inner");
        });
    }
}
