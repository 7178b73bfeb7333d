package greenloom;

import static greenloom.Async.gather;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SemaphoreAndBarrierTest {
    private final Trail trail = new Trail();

    @Test
    @Case({"V23 gv/test__semaphore.py:23"})
    void acquireTellsWhenTheTimeIsUp() {
        Virtual.run(() -> {
            BoundedSemaphore semaphore = new BoundedSemaphore(0, Integer.MAX_VALUE);
            assertThat(semaphore.acquire(0.01)).isFalse();
            assertThat(semaphore.tryAcquire()).isFalse();
            semaphore.release();
            assertThat(semaphore.acquire(0.01)).isTrue();
        });
    }

    @Test
    @Case({"A21 py/test_asyncio/test_locks.py:1087", "py-BS-release-not-acquired py/test_asyncio/test_locks.py:938",
            "tr-S-bounded tr/_tests/test_sync.py test_Semaphore_bounded"})
    void releasingMoreThanThereCanBeIsAnError() {
        BoundedSemaphore semaphore = new BoundedSemaphore(1);
        assertThatIllegalStateException().isThrownBy(semaphore::release).withMessageContaining("more often");
        semaphore.acquire();
        semaphore.release();
        assertThatIllegalStateException().isThrownBy(semaphore::release);
    }

    @Test
    @Case({"py-S-initial-value py/test_asyncio/test_locks.py:802", "tr-S-value tr/_tests/test_sync.py test_Semaphore"})
    void impossibleBoundsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BoundedSemaphore(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BoundedSemaphore(3, 2));
    }

    @Test
    @Case({"py-S-acquire py/test_asyncio/test_locks.py:805", "py-S-fifo py/test_asyncio/test_locks.py:951",
            "gv-S-fair gv/test__semaphore.py:399"})
    void noMoreAreInAtOnceAndTheyComeInOrder() {
        Virtual.run(() -> {
            BoundedSemaphore semaphore = new BoundedSemaphore(2);
            for (int i = 0; i < 6; i++) {
                int number = i;
                spawn(() -> {
                    try (Hold _ = semaphore.hold()) {
                        trail.add(number + "@" + Virtual.now());
                        sleep(1);
                    }
                });
            }
            sleep(0.5);
            assertThat(semaphore.statistics()).isEqualTo(new BoundedSemaphore.Statistics(0, 2, 4, 0));
            sleep(3);
            assertThat(semaphore.available()).isEqualTo(2);
        });
        trail.is("0@0.0", "1@0.0", "2@1.0", "3@1.0", "4@2.0", "5@2.0");
    }

    @Test
    @Case({"py-S-acquire-cancel py/test_asyncio/test_locks.py:866",
            "py-S-cancel-before-awoken py/test_asyncio/test_locks.py:877",
            "py-S-acquire-hang py/test_asyncio/test_locks.py:902", "py-S-no-hang py/test_asyncio/test_locks.py:916"})
    void oneThatIsCancelledTakesNoPermit() {
        Virtual.run(() -> {
            BoundedSemaphore semaphore = new BoundedSemaphore(0, 9);
            List<Greenlet<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.add(spawn(() -> semaphore.acquire()));
            }
            sleep(0);
            waiting.get(0).cancel();
            waiting.get(1).cancel();
            semaphore.release();
            waiting.get(2).get();
            assertThat(waiting.get(3).ready()).isFalse();
            semaphore.release();
            waiting.get(3).get();
            assertThat(semaphore.tryAcquire()).isFalse();
        });
    }

    @Test
    @Case("gv-S-release-twice gv/test__semaphore.py:28")
    void twoReleasesLetTwoIn() {
        Virtual.run(() -> {
            BoundedSemaphore semaphore = new BoundedSemaphore(0, 9);
            spawn(() -> {
                semaphore.acquire();
                trail.add("a");
            });
            spawn(() -> {
                semaphore.acquire();
                trail.add("b");
            });
            sleep(0.001);
            semaphore.release();
            semaphore.release();
            sleep(0.001);
        });
        trail.is("a", "b");
    }

    @Test
    @Case({"A22 py/test_asyncio/test_locks.py:1422", "py-B-return-value py/test_asyncio/test_locks.py:1217",
            "py-B-filling py/test_asyncio/test_locks.py:1175"})
    void aBarrierCountsThoseWhoCome() {
        Virtual.run(() -> {
            Barrier barrier = new Barrier(3);
            for (int round = 0; round < 2; round++) {
                assertThat(gather(arriving(barrier), arriving(barrier), arriving(barrier))).containsExactly(0, 1, 2);
            }
            assertThat(barrier).hasToString("<Barrier 0/3 wait>");
        });
    }

    private static Greenlet<Integer> arriving(Barrier barrier) {
        return spawn(() -> barrier.await());
    }

    @Test
    @Case({"A22 py/test_asyncio/test_locks.py:1539", "py-B-reset-waiting py/test_asyncio/test_locks.py:1334",
            "py-B-reset-again py/test_asyncio/test_locks.py:1425"})
    void resetSendsAwayWhoWaitsAndTheBarrierIsUsable() {
        Virtual.run(() -> {
            Barrier barrier = new Barrier(3);
            Greenlet<Integer> first = arriving(barrier);
            Greenlet<Integer> second = arriving(barrier);
            sleep(0);
            assertThat(barrier.statistics().waiting()).isEqualTo(2);
            barrier.reset();
            assertThatThrownBy(first::get).isInstanceOf(BarrierBrokenException.class);
            assertThatThrownBy(second::get).isInstanceOf(BarrierBrokenException.class);
            assertThat(gather(arriving(barrier), arriving(barrier), arriving(barrier))).containsExactly(0, 1, 2);
        });
    }

    @Test
    @Case({"py-B-abort py/test_asyncio/test_locks.py:1508", "py-B-abort-then-reset py/test_asyncio/test_locks.py:1577"})
    void anAbortedBarrierStaysBrokenUntilItIsReset() {
        Virtual.run(() -> {
            Barrier barrier = new Barrier(2);
            Greenlet<Integer> waiting = arriving(barrier);
            sleep(0);
            barrier.abort();
            assertThatThrownBy(waiting::get).isInstanceOf(BarrierBrokenException.class);
            assertThatThrownBy(barrier::await).isInstanceOf(BarrierBrokenException.class)
                    .hasMessageContaining("reset()");
            assertThat(barrier).hasToString("<Barrier 0/2 wait, broken>");
            barrier.reset();
            assertThat(gather(arriving(barrier), arriving(barrier))).containsExactly(0, 1);
        });
    }

    @Test
    @Case("py-B-cancel-one py/test_asyncio/test_locks.py:1288")
    void oneThatIsCancelledHasNotComeAndBreaksNothing() {
        Virtual.run(() -> {
            Barrier barrier = new Barrier(3);
            Greenlet<Integer> cancelled = arriving(barrier);
            Greenlet<Integer> stays = arriving(barrier);
            sleep(0);
            cancelled.cancel();
            Greenlet<Integer> third = arriving(barrier);
            sleep(1);
            assertThat(stays.ready()).isFalse();
            assertThatThrownBy(() -> new Barrier(2).await(1)).isInstanceOf(Timeout.class);
            assertThat(gather(stays, third, arriving(barrier))).containsExactly(0, 1, 2);
        });
    }

    @Test
    @Case({"py-B-parties py/test_asyncio/test_locks.py:1125", "py-B-one-party py/test_asyncio/test_locks.py:1146"})
    void aBarrierNeedsOnePartyAtLeast() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Barrier(0));
        assertThat(new Barrier(1).await()).isZero();
    }

    @Test
    @Case({"py-E-wait py/test_asyncio/test_locks.py:301", "py-E-wait-cancel py/test_asyncio/test_locks.py:345"})
    void anEventWakesAllButThoseWhoWereCancelled() {
        Virtual.run(() -> {
            Event event = new Event();
            List<Greenlet<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                waiting.add(spawn(() -> {
                    event.await();
                    trail.add(number);
                }));
            }
            sleep(0);
            assertThat(event.statistics()).isEqualTo(new Event.Statistics(false, 3, 0));
            waiting.get(1).cancel();
            event.set();
            sleep(0);
            assertThat(event.statistics()).isEqualTo(new Event.Statistics(true, 0, 0));
        });
        trail.is(0, 2);
    }

    @Test
    @Case({"py-E-clear-with-waiters py/test_asyncio/test_locks.py:364", "gv-E-set-during-wait gv/test__event.py:31"})
    void whoWaitedIsWokenAlsoIfTheEventIsClearedInTheSameTurn() {
        Virtual.run(() -> {
            Event event = new Event();
            Greenlet<Boolean> waiting = spawn(() -> event.await(10));
            sleep(0);
            event.set();
            event.clear();
            assertThat(waiting.get()).isTrue();
            assertThat(event.await(1)).isFalse();
        });
    }
}
