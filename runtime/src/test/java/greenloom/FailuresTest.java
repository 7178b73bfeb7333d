package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.internal.Host;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who hears of what a greenlet failed with. */
class FailuresTest {
    private final Trail trail = new Trail();

    private void tellTrail() {
        EventLoop.current().setExceptionHandler((greenlet, e) -> trail.add(greenlet.name() + ": " + e.getMessage()));
    }

    private static Greenlet<?> failing(String message) {
        return spawn("bad", () -> {
            throw new IOException(message);
        });
    }

    @Test
    @Case("gv-hub-print-exception gv/test__greenlet.py:590")
    void aFailureThatNobodyAsksForIsToldAfterASecondOnce() {
        Virtual.run(() -> {
            tellTrail();
            failing("lost");
            sleep(0.9);
            trail.is();
            sleep(0.2);
            trail.is("bad: lost");
            sleep(10);
        });
        trail.is("bad: lost");
    }

    @Test
    void oneThatNobodyKeepsAReferenceToIsToldAtTheLatestWhenTheLoopEnds() {
        Virtual.run(() -> {
            tellTrail();
            failing("lost");
            sleep(0);
        });
        trail.is("bad: lost");
    }

    @Test
    void whoAsksWithinTheSecondHearsOfItAlone() {
        Virtual.run(() -> {
            tellTrail();
            Greenlet<?> got = failing("got");
            Greenlet<?> looked = failing("looked at");
            Greenlet<?> gathered = failing("gathered");
            sleep(0.5);
            assertThatThrownBy(got::get).hasMessage("got");
            assertThat(looked.exception()).hasMessage("looked at");
            assertThat(Async.gatherSettled(gathered).getFirst().exception()).hasMessage("gathered");
            sleep(10);
        });
        trail.is();
    }

    @Test
    void whoAwaitsItBeforeItFailsHearsOfItAlone() {
        Virtual.run(() -> {
            tellTrail();
            assertThatThrownBy(() -> failing("got").get()).hasMessage("got");
            assertThatThrownBy(() -> Async.gather(failing("gathered"))).hasMessage("gathered");
            assertThatThrownBy(() -> Async.joinAll(List.of(failing("raised")), true)).hasMessage("raised");
            sleep(10);
        });
        trail.is();
    }

    @Test
    void whoOnlyWaitsForItsEndDoesNotHearOfIt() {
        Virtual.run(() -> {
            tellTrail();
            failing("joined").join();
            failing("linked").link(done -> trail.add("link"));
            sleep(10);
        });
        trail.is("link", "bad: joined", "bad: linked");
    }

    @Test
    void whoHearsOfItThroughAShieldOrALinkHearsOfItAlone() {
        Virtual.run(() -> {
            tellTrail();
            assertThatThrownBy(() -> Async.await(Async.shield(failing("shielded")))).hasMessage("shielded");
            AsyncResult<@Nullable Object> result = new AsyncResult<>();
            failing("linked").link(result);
            assertThatThrownBy(result::get).hasMessage("linked");
            sleep(5);
        });
        trail.is();
    }

    @Test
    void theSecondFailureOfAGatherIsTold() {
        Virtual.run(() -> {
            tellTrail();
            Greenlet<?> second = spawn("second", () -> {
                sleep(1);
                throw new IOException("too");
            });
            assertThatThrownBy(() -> Async.gather(failing("first"), second)).hasMessage("first");
            sleep(10);
        });
        trail.is("second: too");
    }

    @Test
    void killsAndCancelsAreQuiet() {
        Virtual.run(() -> {
            tellTrail();
            Greenlet<?> killed = spawn(() -> sleep(100));
            Greenlet<?> cancelled = spawn(() -> sleep(100));
            sleep(1);
            killed.kill();
            cancelled.cancel();
            spawn(() -> {
                throw new GreenletExit();
            });
            sleep(10);
        });
        trail.is();
    }

    @Test
    void aGreenletThatIsDetachedIsToldAtOnce() {
        Virtual.run(() -> {
            tellTrail();
            failing("at once").detach();
            sleep(0);
            trail.is("bad: at once");
        });
        trail.is("bad: at once");
    }

    @Test
    void itIsToldOnBehalfOfWhoeverFailed() {
        Virtual.run(() -> {
            EventLoop.current()
                    .setExceptionHandler((greenlet, e) -> trail.add(Host.attachment() + " " + Async.current().name()));
            spawn(() -> {
                Host.attach("cell 7");
                failing("x");
            });
            sleep(2);
        });
        trail.is("cell 7 bad");
    }

    @Test
    void aHandlerThatFailsHarmsNobody() {
        Virtual.run(() -> {
            EventLoop.current().setExceptionHandler((greenlet, e) -> {
                throw new IllegalStateException("meant to fail: a handler");
            });
            failing("x");
            sleep(2);
            trail.add("alive");
        });
        trail.is("alive");
    }

    @Test
    @Case({"A01 py/test_asyncio/test_runners.py:126", "A01 py/test_asyncio/test_runners.py:140"})
    void leftoversAreCancelledAwaitedAndTheirFailuresTold() {
        Greenlet<?>[] leftover = new Greenlet<?>[1];
        int value = Virtual.call(() -> {
            EventLoop.current().setExceptionHandler(failure -> {
                assertThat(failure.message()).matches(".*EventLoop.run.*shutdown.*");
                assertThat(failure.greenlet()).isSameAs(leftover[0]);
                trail.add(failure.exception());
            });
            leftover[0] = spawn(() -> {
                try {
                    sleep(10);
                } catch (CancelledException e) {
                    trail.add(e.source());
                    sleep(1);
                    throw new ArithmeticException("/ by zero");
                }
            });
            sleep(0);
            return 123;
        });
        assertThat(value).isEqualTo(123);
        assertThat(leftover[0].ready()).isTrue();
        trail.is("the event loop", "java.lang.ArithmeticException: / by zero");
    }

    @Test
    void leftoversThatSwallowTheCancelAreKilledInTheEnd() {
        Virtual.run(() -> {
            spawn(() -> {
                while (true) {
                    try {
                        sleep(1);
                    } catch (RuntimeException e) {
                        trail.add("swallowed");
                    }
                }
            });
            sleep(0);
        });
        trail.is("swallowed");
    }

    @Test
    @Case({"V26 gv/test__hub.py:54"})
    void aCallbackThatFailsIsToldOnceAndNobodyElseIsHurt() {
        Virtual.run(() -> {
            EventLoop.current().setExceptionHandler(failure -> trail.add(failure.exception().getMessage()));
            EventLoop.current().callLater(1, () -> {
                throw new IOException("callback");
            });
            sleep(2);
            trail.add(Virtual.now());
        });
        trail.is("callback", "2.0");
    }

    @Test
    void itKnowsWhereItWasSpawned() {
        Virtual.run(() -> {
            EventLoop.current()
                    .setExceptionHandler(failure -> trail.add(failure.message().replaceAll(":\\d+\\)", ":n)")));
            failing("x");
            sleep(2);
        });
        trail.is("Greenlet \"bad\" failed and nobody waits for it, which was spawned at "
                + "greenloom.FailuresTest.failing(FailuresTest.java:n)");
    }

    @Test
    void theSameBodySpawnedInSeveralPlacesIsNotTakenToComeFromTheFirst() {
        Virtual.run(() -> {
            Callable<Integer> body = () -> 1;
            List<Greenlet<Integer>> here = IntStream.range(0, 6).mapToObj(_ -> spawn(body)).toList();
            Greenlet<Integer> there = otherPlace(body);
            assertThat(here).extracting(g -> g.spawnedAt().getMethodName()).doesNotContain("otherPlace");
            IntStream.range(0, 2).forEach(_ -> spawn(body));
            assertThat(otherPlace(body).spawnedAt().getMethodName()).isEqualTo("otherPlace");
            assertThat(there).isNotNull();
        });
        EventLoop.run(EventLoop.options().exactSites(true), () -> {
            Callable<Integer> body = () -> 1;
            IntStream.range(0, 6).forEach(_ -> spawn(body));
            assertThat(otherPlace(body).spawnedAt().getMethodName()).isEqualTo("otherPlace");
        });
    }

    private static Greenlet<Integer> otherPlace(Callable<Integer> body) {
        return spawn(body);
    }

    @Test
    void aSubclassWasSpawnedWhereItWasMade() {
        class Hello extends Greenlet<String> {
            @Override
            protected String run() {
                return "Hi";
            }
        }
        Virtual.run(() -> assertThat(new Hello().spawnedAt().getMethodName())
                .contains("aSubclassWasSpawnedWhereItWasMade"));
    }
}
