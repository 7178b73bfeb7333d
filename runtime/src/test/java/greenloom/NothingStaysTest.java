package greenloom;

import static greenloom.Async.gather;
import static greenloom.Async.gatherSettled;
import static greenloom.Async.joinAll;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.spawnLater;
import static greenloom.Async.withTimeout;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a greenlet ends, the loop that goes on keeps neither it, nor what its body has captured, nor its outcome, nor who waited for it. */
class NothingStaysTest {
    /** What a body captures, or gives. */
    static final class Thing {
        private int uses;

        @Override
        public String toString() {
            return "a thing that was used " + uses + " times";
        }
    }

    record Way(String name, Function<Thing, Greenlet<?>> life) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Each makes a greenlet whose body holds the thing, and sees to its end. On a loop. */
    static List<Way> ways() {
        return List.of(
                new Way("a value", thing -> ended(spawn(() -> new Object[] {thing, new Thing()}))),
                new Way("a value after waiting", thing -> ended(spawn(() -> {
                    sleep(0.001);
                    return thing;
                }))),
                new Way("an exception that is asked for", thing -> asked(failing(thing))),
                new Way("an exception that nobody asks for", thing -> ended(failing(thing))),
                new Way("an exception of one that is detached", thing -> ended(failing(thing).detach())),
                new Way("a kill", thing -> killed(waiting(thing))),
                new Way("a kill before it has begun", thing -> killed(spawn(() -> use(thing)))),
                new Way("a kill before it is started", NothingStaysTest::killedUnstarted),
                new Way("a cancel", thing -> cancelled(waiting(thing))),
                new Way("a cancel inside the JDK", thing -> cancelled(spawn(() -> {
                    Thread.sleep(1_000_000);
                    use(thing);
                }))),
                new Way("a timeout", thing -> asked(spawn(() -> withTimeout(0.001, () -> {
                    sleep(1000);
                    return thing;
                })))),
                new Way("a time limit of those who wait", NothingStaysTest::waitedForInVain),
                new Way("gather", thing -> {
                    Greenlet<Thing> greenlet = spawn(() -> thing);
                    gather(greenlet, spawn(() -> new Thing()));
                    return greenlet;
                }),
                new Way("gather of one that fails", thing -> {
                    Greenlet<?> greenlet = failing(thing);
                    gatherSettled(greenlet, spawn(() -> new Thing()));
                    return greenlet;
                }),
                new Way("links", thing -> {
                    Greenlet<?> greenlet = waiting(thing);
                    greenlet.link(_ -> use(thing));
                    AsyncResult<Object> result = new AsyncResult<>();
                    greenlet.link(result);
                    killed(greenlet);
                    return greenlet;
                }),
                new Way("locals and plain threads", thing -> ended(spawn(() -> {
                    new GreenletLocal<Thing>().set(thing);
                    Thread thread = Thread.startVirtualThread(() -> use(thing));
                    thread.join();
                }))),
                new Way("a pool", thing -> {
                    Pool pool = new Pool(1);
                    Greenlet<?> greenlet = pool.spawn(() -> use(thing));
                    pool.join();
                    return greenlet;
                }),
                new Way("a task group", NothingStaysTest::grouped));
    }

    private static void use(Thing thing) {
        thing.uses++;
    }

    private static Greenlet<?> failing(Thing thing) {
        return spawn(() -> {
            yieldNow();
            throw new HeldException(thing);
        });
    }

    private static final class HeldException extends Exception {
        @SuppressWarnings("UnusedVariable") // Only held.
        private final transient Thing thing;

        HeldException(Thing thing) {
            super("meant to fail");
            this.thing = thing;
        }
    }

    private static Greenlet<?> waiting(Thing thing) {
        Greenlet<?> greenlet = spawn(() -> {
            new Event().await();
            use(thing);
        });
        yieldNow();
        return greenlet;
    }

    private static Greenlet<?> ended(Greenlet<?> greenlet) {
        greenlet.join();
        return greenlet;
    }

    private static Greenlet<?> asked(Greenlet<?> greenlet) {
        greenlet.join();
        assertThat(greenlet.exception()).isNotNull();
        return greenlet;
    }

    private static Greenlet<?> killed(Greenlet<?> greenlet) {
        greenlet.kill();
        return greenlet;
    }

    private static Greenlet<?> cancelled(Greenlet<?> greenlet) {
        yieldNow();
        greenlet.cancel();
        return ended(greenlet);
    }

    private static Greenlet<?> killedUnstarted(Thing thing) {
        Greenlet<?> greenlet = new Greenlet<Object>() {
            @Override
            protected Object run() {
                return thing;
            }
        };
        return killed(greenlet);
    }

    private static Greenlet<?> waitedForInVain(Thing thing) {
        Greenlet<?> greenlet = waiting(thing);
        greenlet.join(0.001);
        joinAll(0.001, List.of(greenlet));
        return killed(greenlet);
    }

    private static Greenlet<?> grouped(Thing thing) {
        try (TaskGroup group = TaskGroup.open()) {
            return group.spawn(() -> use(thing));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void theLoopKeepsNothingOfIt(Way way) throws InterruptedException {
        try (EventLoop loop = EventLoop.open(EventLoop.options())) {
            loop.setExceptionHandler((Consumer<EventLoop.Failure>) _ -> {});
            List<WeakReference<Object>> left = loop.runUntilComplete(() -> live(way));
            for (int i = 0; left.stream().anyMatch(one -> one.get() != null); i++) {
                // The failures that nobody asks for are kept for a second; a turn of another takes the last one's place.
                assertThat(i).as("looks in vain: %s", left.stream().map(WeakReference::get).toList()).isLessThan(2000);
                loop.runUntilComplete(() -> null);
                System.gc();
                Thread.sleep(5);
            }
        }
    }

    private static List<WeakReference<Object>> live(Way way) {
        Thing thing = new Thing();
        Greenlet<?> greenlet = way.life().apply(thing);
        assertThat(greenlet.ready()).isTrue();
        List<WeakReference<Object>> all = new ArrayList<>();
        all.add(new WeakReference<>(thing));
        all.add(new WeakReference<>(greenlet));
        all.add(new WeakReference<>(greenlet.strand().thread()));
        Throwable exception = greenlet.promise().outcome() instanceof Outcome.Failed<?>(Throwable failure) ? failure
                : null;
        Stream.of(greenlet.value(), exception).filter(Objects::nonNull)
                .forEach(one -> all.add(new WeakReference<>(one)));
        return all;
    }

    @Test
    void whoKeepsAGreenletDoesNotKeepWhatItsBodyHasCaptured() throws InterruptedException {
        try (EventLoop loop = EventLoop.open(EventLoop.options())) {
            List<Greenlet<?>> kept = new ArrayList<>();
            List<WeakReference<Thing>> things = loop.runUntilComplete(() -> {
                List<WeakReference<Thing>> captured = new ArrayList<>();
                for (Function<Thing, Greenlet<?>> life : List.<Function<Thing, Greenlet<?>>>of(
                        thing -> ended(spawn(() -> use(thing))), thing -> killed(waiting(thing)),
                        thing -> killed(spawn(() -> use(thing))),
                        thing -> ended(spawnLater(0.001, () -> use(thing))))) {
                    Thing thing = new Thing();
                    captured.add(new WeakReference<>(thing));
                    kept.add(life.apply(thing));
                }
                return captured;
            });
            for (int i = 0; things.stream().anyMatch(one -> one.get() != null); i++) {
                assertThat(i).as("looks in vain at %s", kept).isLessThan(2000);
                loop.runUntilComplete(() -> null);
                System.gc();
                Thread.sleep(5);
            }
        }
    }

    @Test
    void whatIsKeptIsFoundByTheSameLook() throws InterruptedException {
        try (EventLoop loop = EventLoop.open(EventLoop.options())) {
            Event event = new Event();
            WeakReference<Thing> held = loop.runUntilComplete(() -> {
                Thing thing = new Thing();
                spawn(() -> {
                    event.await();
                    use(thing);
                });
                yieldNow();
                return new WeakReference<>(thing);
            });
            for (int i = 0; i < 5; i++) {
                System.gc();
                assertThat(held.get()).isNotNull();
            }
            event.set();
        }
    }
}
