package greenloom.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final class Numbered extends Timer {
        @Override
        protected void fire() {}
    }

    @Test
    void theyComeInTheOrderOfTheirDeadlinesAndThenOfTheirSetting() {
        Random random = new Random(42);
        Timers timers = new Timers();
        List<Timer> kept = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Timer timer = new Numbered();
            timers.add(timer, random.nextInt(50));
            kept.add(timer);
        }
        Collections.shuffle(kept, random);
        List<Timer> removed = kept.subList(0, 400);
        removed.forEach(timers::remove);
        removed.forEach(timers::remove);
        assertThat(timers.size()).isEqualTo(600);
        List<Timer> fired = new ArrayList<>();
        for (Timer first = timers.first(); first != null; first = timers.first()) {
            timers.remove(first);
            fired.add(first);
        }
        assertThat(fired).hasSize(600).doesNotContainAnyElementsOf(removed)
                .isSortedAccordingTo((a, b) -> a.deadline != b.deadline ? Long.compare(a.deadline, b.deadline)
                        : Long.compare(a.sequence, b.sequence));
    }
}
