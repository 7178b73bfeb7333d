package greenloom;

import static greenloom.Async.current;
import static greenloom.Async.gather;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private final Trail trail = new Trail();

    @Test
    void runReturnsTheValueOfItsBody() {
        int value = EventLoop.run(() -> 42);
        assertThat(value).isEqualTo(42);
    }

    @Test
    void runThrowsWhatItsBodyThrewAsItIs() {
        IOException failure = new IOException("as it is");
        assertThatThrownBy(() -> EventLoop.run(() -> {
            throw failure;
        }))
                .isSameAs(failure);
    }

    @Test
    void greenletsTakeTurnsInTheOrderOfTheirSpawn() {
        EventLoop.run(() -> {
            for (String name : List.of("a", "b", "c")) {
                spawn(name, () -> {
                    trail.add(name + 1);
                    yieldNow();
                    trail.add(name + 2);
                });
            }
            trail.add("main");
            yieldNow();
            trail.add("main");
            yieldNow();
        });
        trail.is("main", "a1", "b1", "c1", "main", "a2", "b2", "c2");
    }

    @Test
    void allGreenletsOfALoopRunOnOneThread() {
        Set<Object> carriers = ConcurrentHashMap.newKeySet();
        EventLoop.run(() -> {
            List<Greenlet<?>> greenlets = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                greenlets.add(spawn(() -> {
                    for (int turn = 0; turn < 5; turn++) {
                        carriers.add(Thread.currentThread().toString().replaceAll(".*@", ""));
                        sleep(0.001);
                    }
                }));
            }
            Async.joinAll(greenlets.toArray(Greenlet<?>[]::new));
        });
        assertThat(carriers).hasSize(1);
    }

    @Test
    void theVirtualClockMakesSleepsTakeNoTimeAndKeepsTheirOrder() {
        long start = System.nanoTime();
        EventLoop.run(EventLoop.options().clock(new VirtualClock()), () -> {
            for (int seconds : new int[] {300, 100, 200}) {
                spawn(() -> {
                    sleep(seconds);
                    trail.add(seconds);
                });
            }
            sleep(3600);
            trail.add(EventLoop.current().time());
        });
        trail.is("100", "200", "300", "3600.0");
        assertThat(System.nanoTime() - start).isLessThan(60_000_000_000L);
    }

    @Test
    void theSameSeedGivesTheSameOrderAndAnotherSeedAnother() {
        assertThat(orderWithSeed(1)).isEqualTo(orderWithSeed(1)).isNotEqualTo(orderWithSeed(2));
    }

    private static List<Integer> orderWithSeed(long seed) {
        return EventLoop.run(EventLoop.options().seed(seed), () -> {
            List<Integer> order = new ArrayList<>();
            List<Greenlet<?>> greenlets = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                greenlets.add(spawn(() -> order.add(number)));
            }
            Async.joinAll(greenlets.toArray(Greenlet<?>[]::new));
            return order;
        });
    }

    @Test
    void aThreadOutsideWakesTheLoop() {
        EventLoop.run(() -> {
            Event event = new Event();
            AsyncResult<Thread> setter = new AsyncResult<>();
            Thread.ofPlatform().start(() -> {
                setter.set(Thread.currentThread());
                event.set();
            });
            event.await();
            assertThat(setter.get().isVirtual()).isFalse();
        });
    }

    @Test
    void aThreadOutsideMaySpawnOnALoopAndWaitForTheValue() {
        try (EventLoop loop = EventLoop.open(EventLoop.options().name("outside"))) {
            Greenlet<String> greenlet = loop.spawn("named", () -> {
                sleep(0.001);
                return current().name();
            });
            assertThat(greenlet.get()).isEqualTo("named");
        }
    }

    @Test
    void aPlainVirtualThreadStartedInAGreenletRunsOnTheLoopOnItsBehalf() {
        EventLoop.run(() -> {
            AsyncResult<Greenlet<?>> seen = new AsyncResult<>();
            Thread.ofVirtual().start(() -> seen.set(current()));
            assertThat(seen.get()).isSameAs(current());
        });
    }

    @Test
    void anExecutorOfVirtualThreadsMadeInAGreenletRunsOnTheLoop() {
        EventLoop.run(() -> {
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                assertThat(executor.submit(() -> EventLoop.current()).get()).isSameAs(EventLoop.current());
            }
        });
    }

    @Test
    void greenletsLeftOverAreKilledAndWaitedForWhenRunEnds() {
        EventLoop.run(() -> {
            spawn(() -> {
                try {
                    sleep(1000);
                } finally {
                    sleep(0.001);
                    trail.add("cleaned up");
                }
            });
            yieldNow();
        });
        trail.is("cleaned up");
    }

    @Test
    void runInsideALoopIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> EventLoop.run(() -> EventLoop.run(() -> 1)))
                .withMessageContaining("cannot be called from a running event loop");
    }

    @Test
    void spawnWithoutALoopSaysWhatToDo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> spawn(() -> 1))
                .withMessageContaining("EventLoop.run(...)");
    }

    @Test
    void aClosedLoopRefusesToSpawn() {
        EventLoop loop = EventLoop.open(EventLoop.options().name("short"));
        loop.close();
        assertThatIllegalStateException().isThrownBy(() -> loop.spawn("late", () -> 1))
                .withMessageContaining("is closed");
        assertThat(loop).hasToString("<EventLoop \"short\" closed>");
    }

    @Test
    void anUncaughtErrorIsToldOnceAndTheLoopGoesOn() {
        try (EventLoop loop = EventLoop.open(EventLoop.options())) {
            loop.setExceptionHandler(
                    (greenlet, exception) -> trail.add(greenlet.name() + " " + exception.getMessage()));
            loop.spawn("bad", () -> {
                throw new IOException("lost");
            });
            assertThat(loop.spawn("good", () -> gather(spawn(() -> 1), spawn(() -> 2))).get()).containsExactly(1, 2);
        }
        trail.is("bad lost");
    }

    @Test
    void anErrorThatSomebodyAwaitsIsNotToldAsUncaught() {
        try (EventLoop loop = EventLoop.open(EventLoop.options())) {
            loop.setExceptionHandler((greenlet, exception) -> trail.add(exception.getMessage()));
            loop.spawn("awaits", () -> {
                Greenlet<?> bad = spawn(() -> {
                    throw new IOException("told");
                });
                assertThatThrownBy(bad::get).hasMessage("told");
            })
                    .get();
        }
        trail.is();
    }

    @Test
    void aFailureUnderASeedTellsTheSeed() {
        assertThatThrownBy(() -> EventLoop.run(EventLoop.options().seed(42), () -> {
            throw new IllegalStateException("lost the race");
        })).isInstanceOf(IllegalStateException.class).satisfies(failure -> assertThat(failure.getSuppressed())
                .singleElement().asString().contains("seed 42").contains("EventLoop.options().seed(42)"));
    }
}
