package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class TasksTest {
    @Test
    void everyLiveGreenletIsListedWithItsStateAndWhatItWaitsFor() {
        EventLoop.run(() -> {
            Event event = new Event();
            spawn("event", () -> event.await());
            spawn("queue", () -> new LinkedBlockingQueue<>().take());
            spawn("sleep", () -> sleep(100));
            spawn("jdk", () -> Thread.sleep(100_000));
            yieldNow();
            spawn("ready", () -> {});
            List<Tasks.Task> tasks = Tasks.list();
            assertThat(tasks).extracting(Tasks.Task::name).containsExactly("main", "event", "queue", "sleep", "jdk",
                    "ready");
            assertThat(tasks)
                    .extracting(Tasks.Task::state)
                    .containsExactly(
                            Tasks.State.RUNNING, Tasks.State.WAITING, Tasks.State.WAITING, Tasks.State.WAITING,
                            Tasks.State.WAITING, Tasks.State.READY);
            assertThat(tasks)
                    .extracting(Tasks.Task::waitsFor)
                    .containsExactly(null, "<Event clear>", "LinkedBlockingQueue.take", "sleep(100.0)", "Thread.sleep",
                            null);
        });
    }

    @Test
    void theTreeShowsWhoSpawnedWhom() {
        EventLoop.run(() -> {
            spawn("parent", () -> {
                spawn("child", () -> sleep(100));
                sleep(100);
            });
            sleep(0.001);
            assertThat(Tasks.tree().lines().map(line -> line.replaceAll("#\\d+ | \\(.*", "")))
                    .containsExactly("\"main\" running", "  \"parent\" waiting for sleep(100.0)",
                            "    \"child\" waiting for sleep(100.0)");
        });
    }

    @Test
    void theDumpShowsTheCodeThatWaitsAndNoMachinery() {
        try (EventLoop loop = EventLoop.open(EventLoop.options())) {
            Event waiting = new Event();
            loop.spawn("waits", () -> {
                waiting.set();
                sleep(100);
            });
            waiting.await();
            loop.spawn("after it", () -> {}).join();
            assertThat(Tasks.dump(loop)).contains("theDumpShowsTheCodeThatWaitsAndNoMachinery")
                    .doesNotContain("greenloom.internal");
        }
    }

    @Test
    void anEndedGreenletIsListedNoMore() {
        EventLoop.run(() -> {
            spawn("ended", () -> {}).join();
            assertThat(Tasks.list()).extracting(Tasks.Task::name).containsExactly("main");
        });
    }
}
