package greenloom;

import static greenloom.Async.joinAll;
import static greenloom.Async.killAll;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.spawnLater;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a greenlet as gevent's own tests tell it. */
class GreenletLifeTest {
    private final Trail trail = new Trail();

    @Test
    @Case({"V01 gv/test__greenlet.py:537", "gv-G-init gv/test__greenlet.py:992", "gv-G-dead gv/test__greenlet.py:1041"})
    void itGoesThroughItsStages() {
        Virtual.run(() -> {
            Greenlet<Integer> greenlet = new Greenlet<>() {
                @Override
                protected Integer run() {
                    trail.add("running: " + stage(this));
                    sleep(1);
                    return 5;
                }
            };
            trail.add("made: " + stage(greenlet));
            greenlet.link(ended -> trail.add("linked: " + stage(ended)));
            greenlet.start();
            trail.add("started: " + stage(greenlet));
            greenlet.join();
            trail.add("ended: " + stage(greenlet));
            yieldNow();
        });
        trail.is("made: ---- null", "started: s--- null", "running: s--- null", "ended: -drs 5", "linked: -drs 5");
    }

    private static String stage(Greenlet<?> greenlet) {
        return (greenlet.started() ? "s" : "-") + (greenlet.dead() ? "d" : "-") + (greenlet.ready() ? "r" : "-")
                + (greenlet.successful() ? "s" : "-") + " " + greenlet.value();
    }

    @Test
    @Case({"V02 gv/test__greenlet.py:590", "gv-G-exc-info gv/test__greenlet.py:614"})
    void aFailureIsKeptAsItIs() {
        Virtual.run(() -> {
            IOException failure = new IOException("as it is");
            Greenlet<?> greenlet = spawn(() -> {
                throw failure;
            });
            assertThat(greenlet.exception()).isNull();
            greenlet.join();
            assertThat(stage(greenlet)).isEqualTo("-dr- null");
            assertThat(greenlet.exception()).isSameAs(failure);
            assertThatThrownBy(greenlet::get).isSameAs(failure);
        });
    }

    /** When a greenlet is killed. */
    enum Moment {
        UNSTARTED,
        STARTED,
        STARTED_LATER,
        SLEEPING
    }

    private Greenlet<String> victim(Moment moment) {
        Greenlet<String> greenlet = new Greenlet<>() {
            @Override
            protected String run() {
                trail.add("begun");
                sleep(1000);
                trail.add("over");
                return "value";
            }
        };
        switch (moment) {
            case UNSTARTED -> {}
            case STARTED -> greenlet.start();
            case STARTED_LATER -> greenlet.startLater(0.5);
            case SLEEPING -> {
                greenlet.start();
                sleep(0.1);
            }
        }
        return greenlet;
    }

    @ParameterizedTest
    @EnumSource
    @Case({"V03 gv/test__greenlet.py:845", "V03 gv/test__greenlet.py:882", "V03 gv/test__greenlet.py:887",
            "V03 gv/test__greenlet.py:892", "gv-G-kill-scheduled gv/test__greenlet.py:997",
            "gv-G-kill-started gv/test__greenlet.py:1000"})
    void killEndsItQuietlyAtWhateverMoment(Moment moment) {
        Virtual.run(() -> {
            Greenlet<String> greenlet = victim(moment);
            greenlet.link(_ -> trail.add("linked"));
            greenlet.kill();
            assertThat(greenlet.dead()).isTrue();
            assertThat(greenlet.successful()).isTrue();
            assertThat((Object) greenlet.value()).isInstanceOf(GreenletExit.class);
            greenlet.kill();
            sleep(1);
            assertThat(EventLoop.current().time()).isLessThan(2);
        });
        assertThat(trail.steps()).doesNotContain("over").containsOnlyOnce("linked");
        assertThat(trail.steps().contains("begun")).isEqualTo(moment == Moment.SLEEPING);
    }

    @ParameterizedTest
    @EnumSource
    @Case({"V03 gv/test__greenlet.py:848", "V03 gv/test__greenlet.py:854"})
    void killWithoutWaitingEndsItAtTheNextTurn(Moment moment) {
        Virtual.run(() -> {
            Greenlet<String> greenlet = victim(moment);
            greenlet.kill(false);
            assertThat(greenlet.ready()).isEqualTo(moment == Moment.UNSTARTED);
            sleep(0);
            sleep(0);
            assertThat(greenlet.dead()).isTrue();
        });
        assertThat(trail.steps()).doesNotContain("over");
    }

    @ParameterizedTest
    @EnumSource
    @Case({"V03 gv/test__greenlet.py:857", "V03 gv/test__greenlet.py:860", "V03 gv/test__greenlet.py:863",
            "V03 gv/test__greenlet.py:866", "V03 gv/test__greenlet.py:869"})
    void aKillWithAnExceptionOfOnesOwnIsAFailure(Moment moment) {
        Virtual.run(() -> {
            IllegalStateException own = new IllegalStateException("own");
            Greenlet<String> greenlet = victim(moment);
            killAll(List.of(greenlet), own, 10);
            assertThat(greenlet.successful()).isFalse();
            assertThat(greenlet.value()).isNull();
            assertThat(greenlet.exception()).isSameAs(own);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Case({"V03 gv/test__greenlet.py:851", "gv-killall-raw gv/test__greenlet.py:907"})
    void killAllEndsManyAtOnce(boolean block) {
        Virtual.run(() -> {
            List<Greenlet<String>> all = List.of(victim(Moment.UNSTARTED), victim(Moment.STARTED),
                    victim(Moment.STARTED_LATER), victim(Moment.SLEEPING));
            killAll(all, block);
            sleep(0.1);
            assertThat(all).allMatch(Greenlet::dead);
        });
        assertThat(trail.steps()).doesNotContain("over");
    }

    @Test
    @Case("V04 gv/test__greenlet.py:314")
    void joinAllThrowsTheErrorThatCameFirst() {
        Virtual.run(() -> {
            Greenlet<?> a = spawn(() -> {
                sleep(0.1);
                throw new IllegalStateException("first");
            });
            Greenlet<?> b = spawn(() -> {
                throw new IllegalStateException("second");
            });
            assertThatThrownBy(() -> joinAll(List.of(a, b), true)).hasMessage("second");
            joinAll(a, b);
            assertThat(a.exception()).hasMessage("first");
        });
    }

    @Test
    @Case("gv-joinall-count gv/test__greenlet.py:326")
    void joinAllStopsAtTheCount() {
        Virtual.run(() -> {
            Greenlet<?> sleeper = spawn(() -> sleep(1000));
            Greenlet<?> raiser = spawn(() -> {
                throw new IllegalStateException("count");
            });
            assertThat(joinAll(Double.POSITIVE_INFINITY, List.of(sleeper, raiser), false, 1)).containsExactly(raiser);
            assertThat(sleeper.ready()).isFalse();
            assertThat(raiser.exception()).hasMessage("count");
            sleeper.kill();
        });
    }

    @Test
    @Case({"gv-joinall-timeout gv/test__greenlet.py:495", "gv-joinall-timeout gv/test__greenlet.py:503",
            "gv-join-timeout gv/test__greenlet.py:475"})
    void aJoinWithALimitLeavesTheOthersAlone() {
        Virtual.run(() -> {
            Greenlet<?> quick = spawn(() -> sleep(1));
            Greenlet<?> slow = spawn(() -> sleep(10));
            assertThat(joinAll(0, List.of(quick, slow))).isEmpty();
            assertThat(joinAll(2, List.of(quick, slow))).containsExactly(quick);
            assertThat(Virtual.now()).isEqualTo("2.0");
            slow.join(3);
            assertThat(slow.ready()).isFalse();
            assertThat(Virtual.now()).isEqualTo("5.0");
        });
    }

    @Test
    @Case({"V06 gv/test__greenlet.py:68", "gv-link-asyncresult-exception gv/test__greenlet.py:79"})
    void itCanBeLinkedToAResultBeforeAndAfterItsEnd() {
        Virtual.run(() -> {
            Greenlet<Integer> greenlet = spawn(() -> 100);
            AsyncResult<Integer> before = new AsyncResult<>();
            greenlet.link(before);
            assertThat(before.get()).isEqualTo(100);
            AsyncResult<Integer> after = new AsyncResult<>();
            greenlet.link(after);
            assertThat(after.get()).isEqualTo(100);
            Greenlet<Integer> failing = spawn((Callable<Integer>) () -> {
                throw new IOException("linked");
            });
            AsyncResult<Integer> failed = new AsyncResult<>();
            failing.link(failed);
            assertThatThrownBy(failed::get).isInstanceOf(IOException.class);
        });
    }

    @Test
    @Case({"gv-link-queue gv/test__greenlet.py:96", "gv-link-channel gv/test__greenlet.py:106"})
    void itCanBeLinkedToAChannel() {
        Virtual.run(() -> {
            Channel<Greenlet<?>> channel = Channel.unbounded();
            Greenlet<?> greenlet = spawn(() -> {});
            greenlet.link(channel::put);
            assertThat(channel.get()).isSameAs(greenlet);
            Channel<Greenlet<?>> rendezvous = new Channel<>(0);
            greenlet.link(rendezvous::put);
            assertThat(rendezvous.get()).isSameAs(greenlet);
        });
    }

    @Test
    @Case({"gv-unlink gv/test__greenlet.py:136", "gv-unlink-value gv/test__greenlet.py:140",
            "gv-unlink-exception gv/test__greenlet.py:144"})
    void aLinkCanBeTakenBack() {
        Virtual.run(() -> {
            Greenlet<?> greenlet = spawn(() -> sleep(1));
            java.util.function.Consumer<Object> callback = _ -> trail.add("called");
            greenlet.link(callback);
            greenlet.unlink(callback);
            greenlet.unlink(callback);
            sleep(2);
        });
        trail.is();
    }

    @Test
    @Case({"gv-link-return gv/test__greenlet.py:202", "gv-link-value gv/test__greenlet.py:248",
            "gv-link-exception gv/test__greenlet.py:275", "gv-link-raise gv/test__greenlet.py:269"})
    void linksAskHowItEnded() {
        Virtual.run(() -> {
            for (boolean fails : List.of(true, false)) {
                Greenlet<?> greenlet = spawn(() -> {
                    if (fails) {
                        throw new IOException("so");
                    }
                });
                String name = fails ? "failed" : "returned";
                greenlet.linkValue(_ -> trail.add("value " + name));
                greenlet.linkException(_ -> trail.add("exception " + name));
                joinAll(greenlet);
                sleep(0.1);
            }
        });
        trail.is("exception failed", "value returned");
    }

    @Test
    @Case({"gv-multiple-listeners gv/test__greenlet.py:347", "gv-multiple-listeners gv/test__greenlet.py:410",
            "gv-multiple-listeners gv/test__greenlet.py:415"})
    void aListenerThatFailsDoesNotKeepTheOthersFromBeingCalled() {
        Virtual.run(() -> {
            EventLoop.current().setExceptionHandler((_, exception) -> trail.add("told " + exception.getMessage()));
            Greenlet<?> greenlet = spawn(() -> {});
            greenlet.link(_ -> trail.add("first"));
            greenlet.link(_ -> {
                throw new IllegalStateException("second");
            });
            greenlet.link(_ -> trail.add("third"));
            sleep(2);
        });
        assertThat(trail.steps()).containsExactlyInAnyOrder("first", "told second", "third");
    }

    @Test
    @Case("V09 gv/test__greenlet.py:515")
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // That it is refused is what is tested.
    void aBodyThatIsNoneIsRefused() {
        Virtual.run(() -> {
            assertThatNullPointerException().isThrownBy(() -> spawn((Action) null)).withMessageContaining("body");
            assertThatNullPointerException().isThrownBy(() -> spawnLater(1, (Action) null))
                    .withMessageContaining("body");
        });
    }

    @Test
    @Case("gv-start gv/test__greenlet.py:975")
    void itStartsOnce() {
        Virtual.run(() -> {
            Greenlet<?> greenlet = spawn(() -> trail.add("ran"));
            greenlet.start();
            greenlet.join();
            greenlet.start();
            sleep(1);
        });
        trail.is("ran");
    }

    @Test
    @Case({"gv-str gv/test__greenlet.py:439", "gv-str gv/test__greenlet.py:448", "gv-str gv/test__greenlet.py:466"})
    void itsNameIsNumberedUnlessItIsGiven() {
        class Subclass extends Greenlet<String> {
            @Override
            protected String run() {
                return "ran";
            }
        }
        Virtual.run(() -> {
            assertThat(spawn(() -> {}).name()).matches("Greenlet-\\d+");
            assertThat(spawn("Foo", () -> {})).hasToString("<Greenlet \"Foo\" pending>");
            Subclass greenlet = new Subclass();
            assertThat(greenlet.toString()).matches("<Subclass \"Greenlet-\\d+\" not started>");
            greenlet.start();
            assertThat(greenlet.get()).isEqualTo("ran");
        });
    }

    @Test
    @Case({"gv-spawn-later gv/test__greenlet.py:887", "gv-tree-locals gv/test__greenlet.py:679"})
    void oneThatIsSpawnedLaterBeginsLaterWithTheLocalsOfItsSpawn() {
        Virtual.run(() -> {
            GreenletLocal<String> local = new GreenletLocal<>();
            local.set("parent's");
            Greenlet<String> greenlet = spawnLater(3, () -> Virtual.now() + " " + local.get());
            local.set("changed");
            assertThat(greenlet.get()).isEqualTo("3.0 parent's");
        });
    }

    @Test
    @Case({"gv-recursion gv/test__greenlet.py:627"})
    void aStackOverflowIsAFailureLikeOthers() {
        class Deep {
            int deeper(int level) {
                return level < 0 ? 0 : deeper(level + 1) + 1;
            }
        }
        Virtual.run(() -> {
            Greenlet<Integer> greenlet = spawn(() -> new Deep().deeper(0));
            greenlet.join();
            assertThat(greenlet.exception()).isInstanceOf(StackOverflowError.class);
        });
    }
}
