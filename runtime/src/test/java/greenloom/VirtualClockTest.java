package greenloom;

import static greenloom.Async.await;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualClockTest {
    @Test
    void anHourTakesNoTimeAndIsExact() {
        var clock = new VirtualClock();
        EventLoop.run(EventLoop.options().clock(clock), () -> {
            sleep(3600);
            assertThat(EventLoop.current().time()).isEqualTo(3600);
        });
        assertThat(clock.time()).isEqualTo(3600);
    }

    @Test
    void theClockStandsStillWhileAnythingRuns() {
        EventLoop.run(EventLoop.options().clock(new VirtualClock()), () -> {
            double before = EventLoop.current().time();
            Thread.sleep(0);
            for (int i = 0; i < 100; i++) {
                sleep(0);
            }
            assertThat(EventLoop.current().time()).isEqualTo(before);
        });
    }

    @Test
    void aClockAtRateZeroGoesOnlyByJumps() {
        var clock = VirtualClock.atRate(0);
        List<String> trail = new ArrayList<>();
        EventLoop.run(EventLoop.options().clock(clock), () -> {
            var sleepers = List.of(sleeper(trail, 2), sleeper(trail, 1), sleeper(trail, 3));
            sleep(0);
            clock.jump(0.5);
            sleep(0);
            trail.add("jumped half");
            clock.jump(1.5);
            await(sleepers.get(0));
            trail.add("at " + clock.time());
            clock.jump(10);
            await(sleepers.get(2));
            trail.add("at " + clock.time());
        });
        assertThat(trail).containsExactly("jumped half", "1 is over", "2 is over", "at 2.0", "3 is over", "at 12.0");
    }

    @Test
    void aJumpFromOutsideWakesALoopThatWaits() {
        var clock = VirtualClock.atRate(0);
        try (var loop = EventLoop.open(EventLoop.options().clock(clock))) {
            Greenlet<Double> sleeper = loop.spawn("sleeper", () -> {
                sleep(5);
                return EventLoop.current().time();
            });
            while (!sleeper.isDone()) {
                clock.jump(1);
                Thread.onSpinWait();
            }
            assertThat(sleeper.get()).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void aQuickClockMakesLongSleepsShort() {
        EventLoop.run(EventLoop.options().clock(VirtualClock.atRate(10_000)), () -> {
            long start = System.nanoTime();
            double before = EventLoop.current().time();
            sleep(600);
            double slept = EventLoop.current().time() - before;
            assertThat(slept).isGreaterThanOrEqualTo(600);
            assertThat((System.nanoTime() - start) / 1e9).isGreaterThanOrEqualTo(0.05).isLessThan(slept);
        });
    }

    @Test
    void aTimeoutFiresAtItsExactTime() {
        EventLoop.run(EventLoop.options().clock(new VirtualClock()), () -> {
            assertThatThrownBy(() -> Async.withTimeout(2.5, () -> sleep(10))).isInstanceOf(Timeout.class);
            assertThat(EventLoop.current().time()).isEqualTo(2.5);
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -0.001, Double.NaN, Double.NEGATIVE_INFINITY})
    void goingBackIsAnError(double seconds) {
        assertThatThrownBy(() -> new VirtualClock().jump(seconds))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("does not go back");
        assertThatThrownBy(() -> VirtualClock.atRate(seconds))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("give 0 or more");
    }

    private static Greenlet<Void> sleeper(List<String> trail, int seconds) {
        return spawn(() -> {
            sleep(seconds);
            trail.add(seconds + " is over");
            return null;
        });
    }
}
