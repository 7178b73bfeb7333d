package greenloom;

import static greenloom.Async.generator;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.RawGreenletTest.switchToParent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** To whom raw greenlets belong, and for whom they act. */
@Timeout(60)
class RawGreenletPlaceTest {
    private final Trail trail = new Trail();

    private static RawGreenlet waiting() {
        RawGreenlet g = RawGreenlet.of(_ -> switchToParent());
        g.switchTo();
        return g;
    }

    private static RawGreenlet ofAThreadThatHasEnded() throws Exception {
        CompletableFuture<RawGreenlet> made = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> made.complete(waiting()));
        thread.join();
        return made.get();
    }

    @Everywhere
    @Case({"L08 gl/test_greenlet.py:399", "L71 gl/test_greenlet.py:1072"})
    void oneOfAnotherThreadIsRefused() throws Exception {
        CompletableFuture<RawGreenlet> made = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        Thread other = Thread.ofPlatform().start(() -> {
            made.complete(waiting());
            try {
                asked.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        RawGreenlet theirs = made.get();
        assertThatIllegalStateException().isThrownBy(theirs::switchTo)
                .withMessageStartingWith("cannot switch to a different thread");
        assertThatIllegalStateException().isThrownBy(theirs::throwInto)
                .withMessageStartingWith("cannot switch to a different thread");
        RawGreenlet mine = waiting();
        assertThatIllegalArgumentException().isThrownBy(() -> mine.setParent(theirs))
                .withMessageStartingWith("parent cannot be on a different thread");
        asked.countDown();
        other.join();
        assertThat(mine.switchTo("still works")).isEqualTo("still works");
    }

    @Everywhere
    @Case({"L72 gl/test_greenlet.py:575", "L73 gl/test_greenlet.py:578", "L74 gl/test_greenlet.py:1097"})
    void oneOfAThreadThatHasEndedIsRefused() throws Exception {
        RawGreenlet theirs = ofAThreadThatHasEnded();
        assertThatIllegalStateException().isThrownBy(() -> theirs.throwInto(new IllegalArgumentException()))
                .withMessageStartingWith("cannot switch to a different thread (which happens to have ended)");
        RawGreenlet mine = RawGreenlet.of(_ -> null);
        assertThatIllegalArgumentException().isThrownBy(() -> mine.setParent(theirs));
    }

    @Everywhere
    @Case("L75 gl/test_greenlet.py:1267")
    void theMainOneOfAThreadEndsWithIt() throws Exception {
        RawGreenlet main = Objects.requireNonNull(ofAThreadThatHasEnded().parent());
        assertThat(main.isDead()).isTrue();
        assertThat(main.isActive()).isFalse();
        assertThat(main).hasToString("<RawGreenlet \"main\" dead>");
    }

    @Test
    @Case({"L76 gl/test_greenlet.py:142", "L77 gl/test_greenlet.py:156"})
    void manyThreadsHaveTheirOwn() throws Exception {
        List<RawGreenlet> all = new ArrayList<>();
        CountDownLatch made = new CountDownLatch(8);
        CountDownLatch tried = new CountDownLatch(8);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread.Builder builder = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
            threads.add(builder.start(() -> {
                RawGreenlet mine = waiting();
                synchronized (all) {
                    all.add(mine);
                }
                made.countDown();
                awaitAll(made);
                for (RawGreenlet one : List.copyOf(all)) {
                    if (one != mine) {
                        assertThatIllegalStateException().isThrownBy(one::switchTo);
                    }
                }
                tried.countDown();
                awaitAll(tried);
                trail.add(mine.switchTo("mine"));
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(trail.steps()).hasSize(8).containsOnly("mine");
    }

    private static void awaitAll(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void eachGreenletOfALoopHasItsOwnAndTheNextMayTakeThemOver() {
        EventLoop.run(() -> {
            Greenlet<RawGreenlet> maker = spawn(() -> {
                RawGreenlet made = RawGreenlet.of(first -> {
                    Object got = first;
                    while (true) {
                        got = switchToParent(got, Async.current().name());
                    }
                });
                made.switchTo(1);
                assertThatIllegalStateException()
                        .isThrownBy(() -> spawn(() -> made.switchTo(2)).get());
                return made;
            });
            RawGreenlet made = maker.get();
            RawGreenlet main = RawGreenlet.current();
            assertThat(made.switchTo(3)).isEqualTo(List.of(3, Async.current().name()));
            assertThat(made.parent()).isSameAs(main);
            assertThat(spawn("next", () -> {
                sleep(0);
                return complaint(made::switchTo);
            }).get()).startsWith("cannot switch to a different thread");
        });
    }

    private static String complaint(Runnable action) {
        try {
            action.run();
            return "none";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void itsBodyActsForTheGreenletThatSwitchedToIt() {
        EventLoop.run(() -> {
            Greenlet<?> me = Async.current();
            RawGreenlet g = RawGreenlet.of(_ -> {
                assertThat(Async.current()).isSameAs(me);
                sleep(0.01);
                return switchToParent(Async.current());
            });
            spawn(() -> trail.add("other"));
            assertThat(g.switchTo()).isSameAs(me);
            trail.add("main");
            g.switchTo();
        });
        trail.is("other", "main");
    }

    @Test
    void aKillAndATimeoutReachIt() {
        EventLoop.run(() -> {
            Greenlet<?> victim = spawn(() -> RawGreenlet.of(_ -> {
                try {
                    sleep(1000);
                } finally {
                    trail.add("finally");
                }
                return null;
            }).switchTo());
            sleep(0.01);
            victim.kill();
            RawGreenlet g = RawGreenlet.of(_ -> {
                new java.util.concurrent.SynchronousQueue<>().take();
                return null;
            });
            assertThatThrownBy(() -> Async.withTimeout(0.02, () -> {
                g.switchTo();
            })).isInstanceOf(greenloom.Timeout.class);
            assertThat(g.isDead()).isTrue();
        });
        trail.is("finally");
    }

    @Everywhere
    void itSwitchesFromInsideAGeneratorsBody() {
        RawGreenlet main = RawGreenlet.current();
        RawGreenlet g = RawGreenlet.of(_ -> {
            Generator<Object, Object, @Nullable Void> inner = generator(co -> {
                co.yield(1);
                co.yield(main.switchTo("from the generator"));
            });
            trail.add(inner.next());
            trail.add(inner.next());
            return "end";
        });
        Generator<@Nullable Object, Object, @Nullable Void> outer = generator(co -> {
            co.yield(g.switchTo());
            co.yield(g.switchTo("into the generator"));
        });
        assertThat(outer.next()).isEqualTo("from the generator");
        assertThat(outer.next()).isEqualTo("end");
        trail.is(1, "into the generator");
    }

    @Everywhere
    void aGeneratorIsPassedFromOneToTheOther() {
        Generator<Integer, Integer, @Nullable Void> counter = generator(co -> {
            for (int i = 0;; i++) {
                co.yield(i);
            }
        });
        RawGreenlet g = RawGreenlet.of(_ -> {
            while (true) {
                switchToParent(counter.next());
            }
        });
        for (int i = 0; i < 100; i += 2) {
            assertThat(counter.next()).isEqualTo(i);
            assertThat(g.switchTo()).isEqualTo(i + 1);
        }
    }

    @Everywhere
    void anInterruptGoesWithControl() {
        RawGreenlet g = RawGreenlet.of(_ -> {
            trail.add(Thread.currentThread().isInterrupted());
            switchToParent();
            trail.add(Thread.interrupted());
            return null;
        });
        Thread.currentThread().interrupt();
        g.switchTo();
        assertThat(Thread.interrupted()).isTrue();
        g.switchTo();
        trail.is(true, false);
    }

    @Test
    void aSwitchInAClassInitialiserOfALoopIsRefusedAndNothingHasHappened() {
        EventLoop.run(() -> {
            RawGreenlet g = RawGreenlet.of(value -> value);
            Holder.target = g;
            assertThat(SwitchesAtOnce.COMPLAINT).contains("class initialiser");
            assertThat(g.isActive()).isFalse();
            assertThat(g.switchTo("later")).isEqualTo("later");
        });
    }

    private static final class Holder {
        private static @Nullable RawGreenlet target;
    }

    private static final class SwitchesAtOnce {
        private static final String COMPLAINT = complaint(() -> Objects.requireNonNull(Holder.target).switchTo("now"));
    }

    @Test
    @Case({"L78 gl/test_weakref.py:9", "L79 gl/test_weakref.py:17", "L80 gl/test_gc.py:15", "L81 gl/test_gc.py:23"})
    void thoseThatNobodyCanReachAreCollected() throws InterruptedException {
        List<WeakReference<RawGreenlet>> dropped = new ArrayList<>();
        drop(dropped);
        while (dropped.stream().anyMatch(reference -> reference.get() != null)) {
            System.gc();
            Thread.sleep(5);
        }
    }

    private static void drop(List<WeakReference<RawGreenlet>> dropped) {
        for (int i = 0; i < 10; i++) {
            dropped.add(new WeakReference<>(waiting()));
            dropped.add(new WeakReference<>(RawGreenlet.of(_ -> null)));
            RawGreenlet dead = RawGreenlet.of(_ -> null);
            dead.switchTo();
            dropped.add(new WeakReference<>(dead));
            RawGreenlet[] cycle = new RawGreenlet[1];
            cycle[0] = RawGreenlet.of(_ -> switchToParent(cycle[0]));
            cycle[0].switchTo();
            dropped.add(new WeakReference<>(cycle[0]));
        }
    }
}
