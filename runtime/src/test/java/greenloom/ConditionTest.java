package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private final Trail trail = new Trail();
    private final Mutex mutex = new Mutex();
    private final Condition condition = mutex.newCondition();

    private List<Greenlet<?>> waiters(int count) {
        List<Greenlet<?>> waiters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            waiters.add(spawn(() -> {
                try (Hold _ = mutex.hold()) {
                    condition.await();
                    trail.add(number);
                    sleep(1);
                }
            }));
        }
        sleep(0.1);
        return waiters;
    }

    private void signal(int count) {
        try (Hold _ = mutex.hold()) {
            condition.signal(count);
        }
    }

    @Test
    @Case({"py-C-notify py/test_asyncio/test_locks.py:572", "py-C-wait py/test_asyncio/test_locks.py:395"})
    void aSignalWakesTheOneThatHasWaitedLongest() {
        Virtual.run(() -> {
            waiters(3);
            assertThat(mutex.isLocked()).isFalse();
            signal(1);
            sleep(5);
            trail.is(0);
            signal(2);
            sleep(5);
        });
        trail.is(0, 1, 2);
    }

    @Test
    @Case("py-C-notify-all py/test_asyncio/test_locks.py:624")
    void signalAllWakesAllOneAfterTheOther() {
        Virtual.run(() -> {
            List<Greenlet<?>> waiters = waiters(3);
            try (Hold _ = mutex.hold()) {
                condition.signalAll();
            }
            waiters.forEach(Greenlet::get);
            assertThat(Virtual.now()).isEqualTo("3.1");
        });
        trail.is(0, 1, 2);
    }

    @Test
    @Case({"A21 py/test_asyncio/test_locks.py:520", "A21 py/test_asyncio/test_locks.py:660",
            "py-C-notify-all-unacquired py/test_asyncio/test_locks.py:664",
            "py-C-wait-for-unacquired py/test_asyncio/test_locks.py:562"})
    void withoutTheMutexNothingGoes() {
        Virtual.run(() -> {
            for (Action misuse : List.<Action>of(condition::await, condition::signal, condition::signalAll,
                    () -> condition.awaitUntil(() -> true))) {
                assertThatIllegalStateException().isThrownBy(misuse::run).withMessageContaining("acquire() it first");
            }
        });
    }

    @Test
    @Case({"py-C-wait-cancel py/test_asyncio/test_locks.py:458",
            "py-C-wait-cancel-contested py/test_asyncio/test_locks.py:469"})
    void whoIsCancelledWhileWaitingTakesTheMutexBackFirst() {
        Virtual.run(() -> {
            Greenlet<?> cancelled = spawn(() -> {
                mutex.acquire();
                try {
                    condition.await();
                } finally {
                    trail.add("owner " + (mutex.owner() == Async.current()));
                    mutex.release();
                }
            });
            sleep(0.1);
            mutex.acquire();
            cancelled.cancel();
            sleep(1);
            assertThat(cancelled.ready()).isFalse();
            trail.add("released");
            mutex.release();
            assertThatThrownBy(cancelled::get).isInstanceOf(CancelledException.class);
        });
        trail.is("released", "owner true");
    }

    @Test
    @Case("py-C-wait-cancel-after-notify py/test_asyncio/test_locks.py:494")
    void aSignalThatMeetsACancelledOneGoesOnToTheNext() {
        Virtual.run(() -> {
            List<Greenlet<?>> waiters = waiters(2);
            mutex.acquire();
            condition.signal();
            waiters.getFirst().cancel();
            sleep(0.1);
            waiters.getFirst().cancel();
            mutex.release();
            assertThatThrownBy(waiters.get(0)::get).isInstanceOf(CancelledException.class);
            waiters.get(1).get();
        });
        trail.is(1);
    }

    @Test
    @Case("py-C-wait-for py/test_asyncio/test_locks.py:525")
    void awaitUntilAsksAgainAfterEachSignal() {
        Virtual.run(() -> {
            int[] presents = {0};
            Greenlet<?> child = spawn(() -> {
                mutex.acquire();
                condition.awaitUntil(() -> presents[0] >= 3);
                trail.add(presents[0]);
                mutex.release();
            });
            for (int i = 1; i <= 4; i++) {
                sleep(1);
                presents[0]++;
                signal(1);
            }
            child.get();
        });
        trail.is(3);
    }

    @Test
    void aWaitThatTimesOutTakesTheMutexBack() {
        Virtual.run(() -> {
            mutex.acquire();
            assertThat(condition.await(1)).isFalse();
            assertThat(mutex.owner()).isSameAs(Async.current());
            assertThat(condition.statistics().waiting()).isZero();
        });
    }

    @Test
    void aReentrantMutexIsTakenBackAsOftenAsItWasHeld() {
        Virtual.run(() -> {
            Mutex reentrant = Mutex.reentrant();
            Condition signalled = reentrant.newCondition();
            reentrant.acquire();
            reentrant.acquire();
            spawn(() -> {
                reentrant.acquire();
                signalled.signal();
                reentrant.release();
            });
            signalled.await();
            assertThat(reentrant.statistics().depth()).isEqualTo(2);
        });
    }
}
