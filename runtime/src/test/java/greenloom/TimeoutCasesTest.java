package greenloom;

import static greenloom.Async.await;
import static greenloom.Async.current;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time limits as gevent's, asyncio's and trio's own tests tell it. */
class TimeoutCasesTest {
    private final Trail trail = new Trail();

    @Test
    @Case({"V10 gv/test__timeout.py:51", "V10 gv/test__timeout.py:115"})
    void whatIsThrownIsTheVeryTimeout() {
        Virtual.run(() -> {
            Timeout timeout = Timeout.start(1);
            assertThatThrownBy(() -> sleep(10)).isSameAs(timeout);
            assertThat(timeout.expired()).isTrue();
            timeout.close();
            sleep(5);
        });
    }

    @Test
    @Case({"V10 gv/test__timeout.py:119", "gv-T-false gv/test__timeout.py:55",
            "tr-move-on-after tr/_tests/test_timeouts.py test_move_on_after"})
    void aSilentOneEndsItsBlockWithoutAWord() {
        Virtual.run(() -> {
            Timeout timeout = Timeout.silent(1);
            assertThat(timeout.run(() -> {
                sleep(10);
                trail.add("not reached");
            })).isFalse();
            assertThat(timeout.toString()).endsWith("(silent)");
            assertThat(Virtual.now()).isEqualTo("1.0");
            assertThat(Timeout.silent(1).run(() -> {})).isTrue();
        });
        trail.is();
    }

    @Test
    @Case({"V11 gv/test__timeout.py:139", "A11 py/test_asyncio/test_waitfor.py test_wait_for"})
    void withTimeoutThrowsOrHasAnotherValueOrTheBodys() {
        Virtual.run(() -> {
            assertThatThrownBy(() -> withTimeout(1, () -> sleep(10))).isInstanceOf(Timeout.class);
            String fallback = withTimeout(1, () -> {
                sleep(10);
                return "value";
            }, "fallback");
            assertThat(fallback).isEqualTo("fallback");
            String value = withTimeout(1, () -> "value", "fallback");
            assertThat(value).isEqualTo("value");
        });
    }

    @Test
    @Case("gv-T-with-timeout-other gv/test__timeout.py:139")
    void theTimeoutOfSomebodyElseIsNotTakenForOnesOwn() {
        Virtual.run(() -> {
            Timeout outer = Timeout.start(1);
            assertThatThrownBy(() -> withTimeout(5, () -> {
                sleep(10);
                return "value";
            }, "fallback")).isSameAs(outer);
        });
    }

    @Test
    @Case("gv-T-cancel gv/test__timeout.py:130")
    void oneThatIsClosedCanBeStartedAgain() {
        Virtual.run(() -> {
            Timeout timeout = Timeout.start(1);
            assertThat(timeout.pending()).isTrue();
            timeout.close();
            assertThat(timeout.pending()).isFalse();
            sleep(2);
            timeout.start();
            assertThat(timeout.pending()).isTrue();
            assertThatThrownBy(() -> sleep(2)).isSameAs(timeout);
            assertThat(Virtual.now()).isEqualTo("3.0");
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1})
    @Case({"A11 py/test_asyncio/test_waitfor.py:74",
            "py-wf-not-started py/test_asyncio/test_waitfor.py test_wait_for_timeout_less_then_0_or_0_coroutine_do_not_started"})
    void aBodyWithoutTimeIsNotBegun(double seconds) {
        Virtual.run(() -> assertThatThrownBy(() -> withTimeout(seconds, () -> trail.add("begun")))
                .isInstanceOf(Timeout.class));
        trail.is();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.5})
    @Case({"A11 py/test_asyncio/test_waitfor.py:86",
            "py-wf-waits py/test_asyncio/test_waitfor.py test_wait_for_waits_for_task_cancellation",
            "py-wf-waits-0 py/test_asyncio/test_waitfor.py test_wait_for_waits_for_task_cancellation_w_timeout_0"})
    void aTaskThatIsTooSlowIsCancelledAndAwaitedFirst(double seconds) {
        Virtual.run(() -> {
            Greenlet<String> task = spawn(() -> {
                try {
                    sleep(10);
                } finally {
                    sleep(1);
                    trail.add("cleaned up");
                }
                return "value";
            });
            sleep(0);
            assertThatThrownBy(() -> withTimeout(seconds, task)).isInstanceOf(Timeout.class);
            trail.is("cleaned up");
            assertThat(task.isCancelled()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1})
    @Case("py-wf-done py/test_asyncio/test_waitfor.py test_wait_for_timeout_less_then_0_or_0_future_done")
    void aTaskThatHasEndedNeedsNoTime(double seconds) {
        Virtual.run(() -> {
            Greenlet<String> task = spawn(() -> "done");
            task.join();
            assertThat(withTimeout(seconds, task)).isEqualTo("done");
        });
    }

    @Test
    @Case("py-wf-exception py/test_asyncio/test_waitfor.py test_wait_for_reraises_exception_during_cancellation")
    void anErrorWhileItIsCancelledComesUp() {
        Virtual.run(() -> {
            Greenlet<String> task = spawn(() -> {
                try {
                    sleep(10);
                    return "value";
                } catch (CancelledException e) {
                    throw new ArithmeticException("while cleaning up");
                }
            });
            assertThatThrownBy(() -> withTimeout(1, task)).isInstanceOf(ArithmeticException.class);
        });
    }

    @Test
    @Case({"py-wf-race py/test_asyncio/test_waitfor.py test_wait_for_race_condition",
            "py-wf-suppressed py/test_asyncio/test_waitfor.py test_wait_for_cancellation_race_condition"})
    void aValueThatComesAllTheSameIsNotLost() {
        Virtual.run(() -> {
            Greenlet<String> task = spawn(() -> {
                try {
                    sleep(10);
                } catch (CancelledException e) {
                    return "all the same";
                }
                return "value";
            });
            assertThat(withTimeout(1, task)).isEqualTo("all the same");
        });
    }

    @Test
    @Case({"py-wf-cancel py/test_asyncio/test_waitfor.py test_cancel_wait_for",
            "py-wf-cancel-blocking py/test_asyncio/test_waitfor.py test_cancel_blocking_wait_for"})
    void whoIsCancelledInALimitedWaitIsCancelledAndNotTimedOut() {
        Virtual.run(() -> {
            Greenlet<?> waiter = spawn(() -> withTimeout(5, () -> sleep(10)));
            sleep(1);
            waiter.cancel("stop");
            waiter.join();
            assertThat(waiter.exception()).isInstanceOf(CancelledException.class).hasMessageContaining("stop");
        });
    }

    @Test
    @Case({"A13 py/test_asyncio/test_timeouts.py:32",
            "py-to-nested py/test_asyncio/test_timeouts.py test_nested_timeouts"})
    void ofTwoWithTheSameDeadlineTheOuterComesUp() {
        Virtual.run(() -> {
            double deadline = EventLoop.current().time() + 1;
            Timeout outer = Timeout.at(deadline);
            Timeout inner = Timeout.at(deadline);
            assertThatThrownBy(() -> {
                try (outer) {
                    try (inner) {
                        sleep(10);
                    }
                }
            }).isInstanceOf(Timeout.class);
            assertThat(outer.expired()).isTrue();
            assertThat(Virtual.now()).isEqualTo("1.0");
            sleep(5);
        });
    }

    @Test
    @Case({"A15 py/test_asyncio/test_timeouts.py:113",
            "py-to-foreign py/test_asyncio/test_timeouts.py test_foreign_exception_passed"})
    void anErrorOfTheBodyComesUpAndNothingHasExpired() {
        Virtual.run(() -> {
            Timeout timeout = new Timeout(1);
            assertThatThrownBy(() -> timeout.run(() -> {
                throw new ArithmeticException("own");
            })).isInstanceOf(ArithmeticException.class);
            assertThat(timeout.expired()).isFalse();
            sleep(5);
        });
    }

    @Test
    @Case({"A15 py/test_asyncio/test_timeouts.py:119",
            "py-to-foreign-on-timeout py/test_asyncio/test_timeouts.py test_foreign_exception_on_timeout"})
    void whatTheCleanUpThrowsTakesTheTimeoutsPlace() {
        Virtual.run(() -> assertThatThrownBy(() -> withTimeout(1, () -> {
            try {
                sleep(10);
            } finally {
                throwArithmetic();
            }
        })).isInstanceOf(ArithmeticException.class));
    }

    private static void throwArithmetic() {
        throw new ArithmeticException("while cleaning up");
    }

    @Test
    @Case({"py-to-not-called py/test_asyncio/test_timeouts.py test_timeout_not_called",
            "py-to-basic py/test_asyncio/test_timeouts.py test_timeout_basic"})
    void oneThatIsNotNeededDoesNothing() {
        Virtual.run(() -> {
            try (Timeout timeout = Timeout.start(10)) {
                sleep(1);
                assertThat(timeout.expired()).isFalse();
            }
            sleep(20);
        });
    }

    @Test
    @Case({"py-to-reschedule py/test_asyncio/test_timeouts.py test_reschedule"})
    void itsDeadlineCanBeMoved() {
        Virtual.run(() -> {
            Timeout timeout = Timeout.start(5);
            assertThat(timeout.when()).isEqualTo(5);
            timeout.reschedule(1);
            assertThatThrownBy(() -> sleep(10)).isSameAs(timeout);
            assertThat(Virtual.now()).isEqualTo("1.0");
        });
    }

    @Test
    @Case({"py-to-zero py/test_asyncio/test_timeouts.py test_timeout_zero",
            "py-to-zero-sleep py/test_asyncio/test_timeouts.py test_timeout_zero_sleep_zero",
            "py-to-past py/test_asyncio/test_timeouts.py test_timeout_in_the_past_sleep_zero"})
    void oneWithoutTimeComesAtTheNextWait() {
        Virtual.run(() -> {
            for (double seconds : new double[] {0, -1}) {
                Timeout timeout = Timeout.start(seconds);
                trail.add("reached");
                assertThatThrownBy(() -> {
                    sleep(0);
                    sleep(0);
                    sleep(1);
                }).isSameAs(timeout);
            }
        });
        trail.is("reached", "reached");
    }

    @Test
    @Case({"py-to-disabled py/test_asyncio/test_timeouts.py test_timeout_disabled"})
    void oneWithoutEndNeverComes() {
        Virtual.run(() -> {
            try (Timeout timeout = Timeout.start(Double.POSITIVE_INFINITY)) {
                sleep(1_000_000);
                assertThat(timeout.expired()).isFalse();
            }
        });
    }

    @Test
    @Case({"py-to-waiter-cancelled py/test_asyncio/test_timeouts.py test_waiter_cancelled",
            "py-to-foreign-cancel py/test_asyncio/test_timeouts.py test_foreign_cancel_doesnt_timeout_if_not_expired"})
    void aCancelInsideTheBlockIsNoTimeout() {
        Virtual.run(() -> {
            Timeout timeout = new Timeout(5);
            assertThatThrownBy(() -> timeout.run(() -> {
                current().cancel("by itself");
                sleep(1);
            })).isInstanceOf(CancelledException.class);
            assertThat(timeout.expired()).isFalse();
        });
    }

    @Test
    @Case("py-to-nested-finally py/test_asyncio/test_timeouts.py test_nested_timeout_in_finally")
    void aLimitInTheCleanUpWorksWhileTheOuterOneIsOnItsWayUp() {
        Virtual.run(() -> {
            Timeout outer = new Timeout(1);
            assertThatThrownBy(() -> outer.run(() -> {
                try {
                    sleep(10);
                } finally {
                    assertThatThrownBy(() -> withTimeout(1, () -> sleep(10))).isInstanceOf(Timeout.class);
                    trail.add("cleaned up at " + Virtual.now());
                }
            })).isSameAs(outer);
        });
        trail.is("cleaned up at 2.0");
    }

    @Test
    @Case("py-to-outer-task py/test_asyncio/test_timeouts.py test_outer_task_is_not_cancelled")
    void theGreenletItselfIsNotCancelledByItsTimeout() {
        Virtual.run(() -> {
            Greenlet<Integer> task = spawn(() -> {
                assertThatThrownBy(() -> withTimeout(1, () -> sleep(10))).isInstanceOf(Timeout.class);
                return current().cancelling();
            });
            assertThat(await(task)).isZero();
        });
    }

    @Test
    @Case("tr-fail-after tr/_tests/test_timeouts.py test_fail")
    void aTimeoutThatWasNotBegunInAGreenletSaysWhatToDo() {
        assertThatIllegalStateException().isThrownBy(() -> Timeout.start(1));
    }
}
