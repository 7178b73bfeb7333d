package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecordersTest {
    @TempDir Path folder;

    @Test
    void aRecordingTellsOfSpawnsRunsAndWaits() throws IOException {
        List<RecordedEvent> events = recorded(() -> EventLoop.run(() -> spawn("worker", () -> sleep(0.05)).join()));
        RecordedEvent spawned = named(events, "greenloom.Spawn", "worker").getFirst();
        assertThat(spawned.getLong("parent"))
                .isEqualTo(named(events, "greenloom.Spawn", "main").getFirst().getLong("greenlet"));
        assertThat(named(events, "greenloom.Run", "worker")).hasSizeGreaterThanOrEqualTo(2)
                .allMatch(run -> !run.getDuration().isNegative());
        assertThat(named(events, "greenloom.Wait", "worker")).singleElement()
                .satisfies(wait -> {
                    assertThat(wait.getDuration()).isPositive();
                    // Counted from the spawn: it may take any time until the wait itself begins. The recorder has a clock of its own.
                    assertThat(Duration.between(spawned.getStartTime(), wait.getEndTime()))
                            .isGreaterThanOrEqualTo(Duration.ofMillis(45));
                    assertThat(wait.getString("on")).contains("sleep");
                });
    }

    @Test
    void aLoopThatWasOpenBeforeIsToldOfToo() throws IOException {
        try (var loop = EventLoop.open(EventLoop.options())) {
            loop.spawn("before", () -> {}).join();
            List<RecordedEvent> events = recorded(() -> loop.spawn("within", () -> {}).join());
            loop.spawn("after", () -> {}).join();
            assertThat(named(events, "greenloom.Spawn", "within")).hasSize(1);
            assertThat(named(events, "greenloom.Spawn", "before")).isEmpty();
        }
    }

    private List<RecordedEvent> recorded(Runnable body) throws IOException {
        Path file = folder.resolve("it.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            body.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String type, String greenlet) {
        return events.stream().filter(event -> event.getEventType().getName().equals(type)
                && event.getString("name").equals(greenlet)).toList();
    }
}
