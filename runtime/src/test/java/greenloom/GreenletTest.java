package greenloom;

import static greenloom.Async.await;
import static greenloom.Async.gather;
import static greenloom.Async.joinAll;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class GreenletTest {
    private final Trail trail = new Trail();

    private static LoopOptions virtual() {
        return EventLoop.options().clock(new VirtualClock());
    }

    @Test
    void itGoesThroughTheStatesOfGevent() {
        EventLoop.run(virtual(), () -> {
            Greenlet<Integer> greenlet = spawn(() -> {
                sleep(1);
                return 5;
            });
            assertThat(greenlet.started()).isTrue();
            assertThat(greenlet.ready()).isFalse();
            assertThat(greenlet.value()).isNull();
            greenlet.join();
            assertThat(greenlet.started()).isFalse();
            assertThat(greenlet.ready()).isTrue();
            assertThat(greenlet.successful()).isTrue();
            assertThat(greenlet.value()).isEqualTo(5);
        });
    }

    @Test
    void aFailureKeepsItsExceptionAndIsThrownAsItIs() {
        EventLoop.run(() -> {
            IOException failure = new IOException("no");
            Greenlet<Object> greenlet = spawn(() -> {
                throw failure;
            });
            assertThatThrownBy(() -> await(greenlet)).isSameAs(failure);
            assertThat(greenlet.successful()).isFalse();
            assertThat(greenlet.exception()).isSameAs(failure);
        });
    }

    @Test
    void aSubclassSaysInRunWhatToDo() {
        class Hello extends Greenlet<String> {
            @Override
            protected String run() {
                sleep(2);
                return "Hi there!";
            }
        }
        EventLoop.run(virtual(), () -> {
            Hello hello = new Hello();
            assertThat(hello.started()).isFalse();
            hello.start();
            assertThat(hello.get()).isEqualTo("Hi there!");
        });
    }

    @Test
    void killEndsAGreenletThatSleepsRunsItsFinallyBlocksAndIsQuiet() {
        EventLoop.run(virtual(), () -> {
            Greenlet<?> greenlet = spawn(() -> {
                try {
                    sleep(1000);
                } finally {
                    sleep(1);
                    trail.add("finally");
                }
            });
            sleep(1);
            greenlet.kill();
            trail.add("killed");
            assertThat(greenlet.successful()).isTrue();
            assertThat((Object) greenlet.value()).isInstanceOf(GreenletExit.class);
            greenlet.kill();
        });
        trail.is("finally", "killed");
    }

    @Test
    void aGreenletKilledBeforeItsFirstTurnNeverRuns() {
        EventLoop.run(() -> {
            Greenlet<?> greenlet = spawn(() -> trail.add("ran"));
            greenlet.kill();
            assertThat(greenlet.ready()).isTrue();
        });
        trail.is();
    }

    @Test
    void aKilledGreenletHasNoValueToGet() {
        EventLoop.run(() -> {
            Greenlet<Integer> greenlet = spawn(() -> {
                sleep(1000);
                return 1;
            });
            greenlet.kill();
            assertThatThrownBy(greenlet::get).isInstanceOf(CancelledException.class).hasMessageContaining("was killed");
        });
    }

    @Test
    void gatherGivesTheValuesInTheOrderGiven() {
        EventLoop.run(virtual(), () -> assertThat(gather(after(3), after(1), after(2))).containsExactly(3, 1, 2));
    }

    private static Greenlet<Integer> after(int seconds) {
        return spawn(() -> {
            sleep(seconds);
            return seconds;
        });
    }

    @Test
    void gatherThrowsTheFirstFailureAtOnceAndTheOthersGoOn() {
        EventLoop.run(virtual(), () -> {
            Greenlet<Integer> slow = after(10);
            Greenlet<Integer> bad = spawn(() -> {
                sleep(1);
                throw new IOException("first");
            });
            assertThatThrownBy(() -> gather(slow, bad)).hasMessage("first");
            assertThat(EventLoop.current().time()).isLessThan(10);
            assertThat(slow.get()).isEqualTo(10);
        });
    }

    @Test
    void joinAllWithALimitAnswersThoseThatHaveEnded() {
        EventLoop.run(virtual(), () -> {
            Greenlet<Integer> quick = after(1);
            Greenlet<Integer> slow = after(10);
            assertThat(joinAll(5, List.of(quick, slow))).containsExactly(quick);
            joinAll(slow, quick);
            assertThat(slow.ready()).isTrue();
        });
    }

    @Test
    void getWithALimitThrowsTimeoutAndTheGreenletGoesOn() {
        EventLoop.run(virtual(), () -> {
            Greenlet<Integer> slow = after(10);
            assertThatThrownBy(() -> slow.get(1)).isInstanceOf(Timeout.class);
            assertThat(slow.get()).isEqualTo(10);
        });
    }

    @Test
    void awaitTakesStagesFuturesAndResults() {
        EventLoop.run(() -> {
            assertThat(await(CompletableFuture.supplyAsync(() -> "stage"))).isEqualTo("stage");
            try (var executor = Executors.newSingleThreadExecutor()) {
                assertThat(await(executor.submit(() -> "future"))).isEqualTo("future");
                assertThatThrownBy(() -> await(executor.submit(() -> {
                    throw new IOException("unwrapped");
                })))
                        .isInstanceOf(IOException.class)
                        .hasMessage("unwrapped");
            }
            AsyncResult<String> result = new AsyncResult<>();
            spawn(() -> result.set("result"));
            assertThat(await(result)).isEqualTo("result");
        });
    }

    @Test
    void aFailedStageIsThrownUnwrapped() {
        EventLoop.run(() -> assertThatThrownBy(() -> await(CompletableFuture.failedFuture(new IOException("bare"))))
                .isInstanceOf(IOException.class)
                .hasMessage("bare"));
    }

    @Test
    void linkCallsBackOnceAlsoAfterTheEnd() {
        EventLoop.run(() -> {
            Greenlet<Integer> greenlet = spawn(() -> 100);
            greenlet.link(done -> trail.add("before " + done.value()));
            greenlet.join();
            greenlet.link(done -> trail.add("after " + done.value()));
            yieldNow();
            yieldNow();
        });
        trail.is("before 100", "after 100");
    }

    @Test
    void aResultCanBeSetOnlyOnce() {
        AsyncResult<Integer> result = new AsyncResult<>();
        result.set(1);
        assertThatIllegalStateException().isThrownBy(() -> result.set(2)).withMessageContaining("set already");
        assertThat(result).hasToString("<AsyncResult value=1>");
    }

    @Test
    void anEventWakesItsWaitersInOrderAndTellsATimeout() {
        EventLoop.run(virtual(), () -> {
            Event event = new Event();
            for (String name : List.of("a", "b")) {
                spawn(() -> {
                    event.await();
                    trail.add(name);
                });
            }
            assertThat(event.await(1)).isFalse();
            event.set();
            assertThat(event.await(1)).isTrue();
            yieldNow();
            event.clear();
            assertThat(event.isSet()).isFalse();
        });
        trail.is("a", "b");
    }

    @Test
    void toStringTellsTheCondition() {
        EventLoop.run(() -> {
            Greenlet<Integer> greenlet = spawn("fetch", () -> 7);
            assertThat(greenlet).hasToString("<Greenlet \"fetch\" pending>");
            greenlet.join();
            assertThat(greenlet).hasToString("<Greenlet \"fetch\" value=7>");
        });
    }
}
