package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstrumentTest {
    private final Trail trail = new Trail();

    private final Instrument recorder = new Instrument() {
        @Override
        public void spawned(Greenlet<?> greenlet) {
            trail.add("spawned " + greenlet.name());
        }

        @Override
        public void scheduled(Greenlet<?> greenlet, @Nullable Greenlet<?> by) {
            trail.add(greenlet.name() + " scheduled by " + (by == null ? "nobody" : by.name()));
        }

        @Override
        public void beforeRun(Greenlet<?> greenlet) {
            trail.add("before " + greenlet.name());
        }

        @Override
        public void afterRun(Greenlet<?> greenlet) {
            trail.add("after " + greenlet.name());
        }

        @Override
        public void blocked(Greenlet<?> greenlet, Object on) {
            trail.add(greenlet.name() + " blocked on " + on);
        }

        @Override
        public void exited(Greenlet<?> greenlet) {
            trail.add("exited " + greenlet.name());
        }

        @Override
        public void beforeIoWait(double seconds) {
            trail.add("waiting");
        }
    };

    @Test
    void itIsToldAllThatHappensToAGreenlet() {
        EventLoop.run(EventLoop.options().clock(new VirtualClock()), () -> {
            EventLoop.current().addInstrument(recorder);
            Event event = new Event();
            Greenlet<?> child = spawn("child", () -> event.await());
            sleep(1);
            event.set();
            child.join();
            EventLoop.current().removeInstrument(recorder);
        });
        trail.is(
                "spawned child",
                "child scheduled by main",
                "main blocked on sleep(1.0)",
                "before child",
                "child blocked on <Event clear>",
                "after child",
                "waiting",
                "main scheduled by nobody",
                "before main",
                "child scheduled by main",
                "main blocked on <Greenlet \"child\" pending>",
                "after main",
                "before child",
                "main scheduled by child",
                "exited child",
                "after child",
                "before main");
    }

    @Test
    void oneThatThrowsIsRemovedAndLoggedAndTheLoopGoesOn() {
        Logger logger = Logger.getLogger("greenloom.Instruments");
        Handler log = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                trail.add(entry.getMessage().replaceAll("greenloom[^ ]*", "X") + ": " + entry.getThrown().getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(log);
        EventLoop.run(() -> {
            EventLoop.current().addInstrument(new Instrument() {
                @Override
                public void beforeRun(Greenlet<?> greenlet) {
                    trail.add("told");
                    throw new IllegalStateException("meant to fail: an instrument");
                }
            });
            assertThat(spawn(() -> 1).get()).isEqualTo(1);
        });
        logger.removeHandler(log);
        trail.is("told", "The instrument X failed and was removed: meant to fail: an instrument");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "portable"})
    void theSameSeedGivesTheSameTraceOnEachEngine(String engine) {
        List<String> first = traceWithSeed(engine, 7);
        assertThat(IntStream.range(0, 1000)).allSatisfy(_ -> assertThat(traceWithSeed(engine, 7)).isEqualTo(first));
        assertThat(traceWithSeed(engine, 8)).isNotEqualTo(first);
    }

    private static List<String> traceWithSeed(String engine, long seed) {
        Trail turns = new Trail();
        EventLoop.run(EventLoop.options().seed(seed).engine(engine).clock(new VirtualClock()), () -> {
            EventLoop.current().addInstrument(new Instrument() {
                @Override
                public void beforeRun(Greenlet<?> greenlet) {
                    turns.add(greenlet.name());
                }
            });
            List<Greenlet<?>> greenlets = IntStream.range(0, 5).<Greenlet<?>>mapToObj(i -> spawn("g" + i, () -> {
                for (int turn = 0; turn < 5; turn++) {
                    sleep(turn % 2);
                }
            })).toList();
            greenlets.forEach(Greenlet::join);
        });
        return turns.steps();
    }

    @Test
    void racesAreFoundWithTheSeedThatRepeatsThem() {
        Action lostUpdate = () -> {
            int[] counter = new int[1];
            List<Greenlet<?>> greenlets = IntStream.range(0, 2).<Greenlet<?>>mapToObj(i -> spawn("g" + i, () -> {
                int seen = counter[0];
                if (i == 1) {
                    sleep(0);
                }
                counter[0] = seen + 1;
            })).toList();
            greenlets.forEach(Greenlet::join);
            assertThat(counter[0]).as("a lost update").isEqualTo(2);
        };
        Optional<Races.Race> race = Races.explore(1000, lostUpdate);
        assertThat(race).isPresent();
        long seed = race.orElseThrow().seed();
        assertThat(race.orElseThrow().failure()).hasMessageContaining("a lost update");
        assertThat(race.orElseThrow().trace()).contains("g0", "g1");
        assertThat(Races.explore((int) seed, lostUpdate)).isEmpty();
        Throwable again = org.assertj.core.api.Assertions.catchThrowable(
                () -> EventLoop.run(EventLoop.options().seed(seed).clock(new VirtualClock()), lostUpdate));
        assertThat(again).hasMessageContaining("a lost update");
    }
}
