package greenloom;

import static greenloom.Async.spawn;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {
    @Test
    void itKeepsTheTurnsInTheirOrder() {
        EventLoop.run(() -> {
            try (Timeline timeline = Timeline.record()) {
                Greenlet<?> a = spawn("a", Async::yieldNow);
                spawn("b", () -> {}).join();
                a.join();
                assertThat(timeline.turns()).extracting(Timeline.Turn::name).startsWith("a", "b");
                assertThat(timeline.turns()).isSortedAccordingTo((x, y) -> Double.compare(x.begin(), y.begin()));
                assertThat(timeline.turns())
                        .allSatisfy(turn -> assertThat(turn.end()).isGreaterThanOrEqualTo(turn.begin()));
            }
        });
    }

    @Test
    void itsRingIsBounded() {
        EventLoop.run(() -> {
            try (Timeline timeline = Timeline.record()) {
                for (int i = 0; i < Timeline.CAPACITY + 100; i++) {
                    yieldNow();
                }
                assertThat(timeline.turns()).hasSize(Timeline.CAPACITY);
                assertThat(timeline.dropped()).isPositive();
            }
        });
    }

    @Test
    void perfettoGetsANameAndTheTurnsOfEachGreenlet(@TempDir Path folder) throws Exception {
        Path trace = folder.resolve("trace.json");
        EventLoop.run(() -> {
            try (Timeline timeline = Timeline.record()) {
                spawn("a \"quoted\" name", Async::yieldNow).join();
                timeline.perfetto(trace);
            }
        });
        JsonNode events = new ObjectMapper().readTree(trace.toFile()).get("traceEvents");
        assertThat(events).anySatisfy(event -> {
            assertThat(event.get("ph").asText()).isEqualTo("M");
            assertThat(event.get("args").get("name").asText()).isEqualTo("a \"quoted\" name");
        });
        assertThat(events).anySatisfy(event -> {
            assertThat(event.get("ph").asText()).isEqualTo("X");
            assertThat(event.get("dur").asDouble()).isNotNegative();
        });
    }
}
