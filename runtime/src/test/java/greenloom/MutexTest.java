package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MutexTest {
    private final Trail trail = new Trail();

    @Test
    @Case({"py-L-context-manager py/test_asyncio/test_locks.py:275",
            "tr-L-exclusion tr/_tests/test_sync.py test_generic_lock_exclusion"})
    void criticalSectionsDoNotInterleave() {
        Virtual.run(() -> {
            Mutex mutex = new Mutex();
            for (String name : List.of("a", "b")) {
                spawn(() -> {
                    try (Hold _ = mutex.hold()) {
                        trail.add(name + " in");
                        sleep(1);
                        trail.add(name + " out");
                    }
                });
            }
            sleep(3);
            assertThat(mutex.isLocked()).isFalse();
        });
        trail.is("a in", "a out", "b in", "b out");
    }

    @Test
    @Case({"py-L-acquire py/test_asyncio/test_locks.py:86",
            "tr-L-fifo tr/_tests/test_sync.py test_generic_lock_fifo_fairness"})
    void whoWaitsGetsItInOrder() {
        Virtual.run(() -> {
            Mutex mutex = new Mutex();
            mutex.acquire();
            for (int i = 0; i < 5; i++) {
                int number = i;
                spawn(() -> {
                    mutex.acquire();
                    trail.add(number);
                    mutex.release();
                });
            }
            sleep(1);
            assertThat(mutex.statistics()).isEqualTo(new Mutex.Statistics(true, 1, 5));
            mutex.release();
            assertThat(mutex.tryAcquire()).as("it was handed over, not freed").isFalse();
            sleep(1);
        });
        trail.is(0, 1, 2, 3, 4);
    }

    @Test
    @Case({"py-L-acquire-cancel py/test_asyncio/test_locks.py:137",
            "py-L-cancel-race py/test_asyncio/test_locks.py:147",
            "py-L-finished-waiter-cancelled py/test_asyncio/test_locks.py:239"})
    void aWaitThatIsCancelledOrTimesOutTakesNothing() {
        Virtual.run(() -> {
            Mutex mutex = new Mutex();
            mutex.acquire();
            Greenlet<?> cancelled = spawn(() -> mutex.acquire());
            Greenlet<Boolean> late = spawn(() -> mutex.acquire(1));
            Greenlet<?> patient = spawn(() -> mutex.acquire());
            sleep(0.5);
            cancelled.kill();
            assertThat(late.get()).isFalse();
            mutex.release();
            patient.get();
            assertThat(mutex.owner()).isSameAs(patient);
        });
    }

    @Test
    @Case("py-L-cancel-release-race py/test_asyncio/test_locks.py:194")
    void oneKilledInTheTurnInWhichItGotTheMutexStillHasItAndReleasesIt() {
        Virtual.run(() -> {
            Mutex mutex = new Mutex();
            mutex.acquire();
            Greenlet<?> killed = spawn(() -> {
                try (Hold _ = mutex.hold()) {
                    sleep(1);
                    trail.add("not reached");
                }
            });
            Greenlet<?> next = spawn(() -> mutex.acquire());
            sleep(0.1);
            mutex.release();
            killed.kill();
            next.get();
        });
        trail.is();
    }

    @Test
    @Case("A21 py/test_asyncio/test_locks.py:262")
    void releasingAFreeMutexIsAnError() {
        assertThatIllegalStateException().isThrownBy(() -> new Mutex().release())
                .withMessageContaining("cannot release <Mutex free>");
    }

    @Test
    @Case("tr-L-unowned tr/_tests/test_sync.py test_Lock_and_StrictFIFOLock")
    void onlyTheOwnerReleases() {
        Virtual.run(() -> {
            Mutex mutex = new Mutex();
            spawn("owner", () -> mutex.acquire()).join();
            assertThatIllegalStateException().isThrownBy(mutex::release)
                    .withMessageContaining("greenlet \"main\" cannot release <Mutex held by greenlet \"owner\">");
        });
    }

    @Test
    @Case({"tr-L-reacquire tr/_tests/test_sync.py test_lock_multiple_acquire"})
    void takingItTwiceIsAnErrorUnlessItIsReentrant() {
        Virtual.run(() -> {
            Mutex mutex = new Mutex();
            mutex.acquire();
            assertThatIllegalStateException().isThrownBy(mutex::acquire).withMessageContaining("Mutex.reentrant()");
            Mutex reentrant = Mutex.reentrant();
            reentrant.acquire();
            reentrant.acquire();
            Greenlet<Boolean> other = spawn(() -> reentrant.tryAcquire());
            assertThat(other.get()).isFalse();
            reentrant.release();
            assertThat(reentrant.isLocked()).isTrue();
            reentrant.release();
            assertThat(reentrant.isLocked()).isFalse();
            assertThatIllegalStateException().isThrownBy(reentrant::release);
        });
    }

    @Test
    @Case("tr-L-handover tr/_tests/test_sync.py test_lock_handover")
    void itIsHandedOverSoThatNobodyJumpsTheQueue() {
        Virtual.run(() -> {
            Mutex mutex = new Mutex();
            mutex.acquire();
            Greenlet<?> next = spawn(() -> {
                mutex.acquire();
                trail.add("next");
                mutex.release();
            });
            sleep(0);
            mutex.release();
            assertThat(mutex.owner()).isSameAs(next);
            mutex.acquire();
            trail.add("again");
        });
        trail.is("next", "again");
    }

    @Test
    void aHeldMutexMayBeClosedTwice() {
        Virtual.run(() -> {
            Mutex mutex = new Mutex();
            Hold held = mutex.hold();
            held.close();
            held.close();
            assertThat(mutex).hasToString("<Mutex free>");
        });
    }

    @Test
    void aThreadOutsideMayTakeIt() throws Exception {
        Mutex mutex = new Mutex();
        int[] count = {0};
        Runnable work = () -> {
            for (int i = 0; i < 1000; i++) {
                try (Hold _ = mutex.hold()) {
                    count[0]++;
                }
            }
        };
        Thread outside = Thread.ofPlatform().start(work);
        EventLoop.run(work::run);
        outside.join();
        assertThat(count[0]).isEqualTo(2000);
    }

    @Test
    void theMutexOfAGreenletThatEndedNamesIt() {
        Virtual.run(() -> {
            Mutex mutex = new Mutex();
            spawn("forgetful", () -> mutex.acquire()).join();
            assertThatThrownBy(mutex::release).hasMessageContaining("forgetful");
        });
    }
}
