package greenloom;

import static greenloom.Async.asCompleted;
import static greenloom.Async.joinAll;
import static greenloom.Async.killAll;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.spawnLater;
import static greenloom.Async.waitOn;
import static greenloom.Async.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever a time can be given in seconds, it can be given as a {@link Duration}. */
class DurationsTest {
    private static final Duration LIMIT = Duration.ofMillis(1500);

    @ParameterizedTest
    @MethodSource("waits")
    void aDurationIsAsLongAsItsSeconds(String name, Action wait) {
        Virtual.run(() -> {
            Throwable end = catchThrowable(wait::run);
            assertThat(end).as(name).satisfiesAnyOf(
                    thrown -> assertThat(thrown).isNull(),
                    thrown -> assertThat(thrown).isInstanceOf(Timeout.class));
            assertThat(EventLoop.current().time()).isEqualTo(1.5);
        });
    }

    static Stream<Arguments> waits() {
        return Stream.of(
                wait("sleep", () -> sleep(LIMIT)),
                wait("spawnLater", () -> spawnLater(LIMIT, () -> 1).get()),
                wait("spawnLater without a value", () -> spawnLater(LIMIT, () -> {}).join()),
                wait("startLater", DurationsTest::startLater),
                wait("join", () -> sleeper().join(LIMIT)),
                wait("get", () -> sleeper().get(LIMIT)),
                wait("kill", () -> unwilling().kill(new GreenletExit("end"), LIMIT)),
                wait("killAll", () -> killAll(List.of(unwilling()), new GreenletExit("end"), LIMIT)),
                wait("joinAll", () -> joinAll(LIMIT, List.of(sleeper()))),
                wait("waitOn", () -> waitOn(List.of(sleeper()), ReturnWhen.ALL_COMPLETED, LIMIT)),
                wait("asCompleted", () -> asCompleted(LIMIT, List.of(sleeper())).iterator().next()),
                wait("withTimeout", () -> withTimeout(LIMIT, () -> sleep(9))),
                wait("withTimeout of a greenlet", () -> withTimeout(LIMIT, sleeper())),
                wait("Timeout.silent", () -> Timeout.silent(LIMIT).run(() -> sleep(9))),
                wait("Event", () -> new Event().await(LIMIT)),
                wait("AsyncResult", () -> new AsyncResult<Integer>().get(LIMIT)),
                wait("Channel.get", () -> new Channel<Integer>(1).get(LIMIT)),
                wait("Channel.peek", () -> new Channel<Integer>(1).peek(LIMIT)),
                wait("Channel.join", DurationsTest::joinChannel),
                wait("Mutex", DurationsTest::takenMutex),
                wait("Condition", DurationsTest::condition),
                wait("BoundedSemaphore", () -> new BoundedSemaphore(0, 1).acquire(LIMIT)),
                wait("Barrier", () -> new Barrier(2).await(LIMIT)),
                wait("Pool", DurationsTest::busyPool));
    }

    private static Arguments wait(String name, Action body) {
        return Arguments.of(name, body);
    }

    private static Greenlet<Integer> sleeper() {
        return spawn(() -> {
            sleep(9);
            return 1;
        });
    }

    private static Greenlet<?> unwilling() {
        Greenlet<?> greenlet = spawn(() -> {
            try {
                sleep(9);
            } finally {
                sleep(9);
            }
        });
        Async.yieldNow();
        return greenlet;
    }

    private static void startLater() {
        Greenlet<Integer> greenlet = new Greenlet<>() {
            @Override
            protected Integer run() {
                return 1;
            }
        };
        greenlet.startLater(LIMIT);
        greenlet.join();
    }

    private static void joinChannel() {
        Channel<Integer> channel = new Channel<>(1);
        channel.put(1);
        assertThat(channel.join(LIMIT)).isFalse();
    }

    private static void takenMutex() {
        Mutex mutex = new Mutex();
        spawn(() -> {
            try (var _ = mutex.hold()) {
                sleep(9);
            }
        });
        Async.yieldNow();
        assertThat(mutex.acquire(LIMIT)).isFalse();
    }

    private static void condition() {
        Mutex mutex = new Mutex();
        try (var _ = mutex.hold()) {
            assertThat(mutex.newCondition().await(LIMIT)).isFalse();
        }
    }

    private static void busyPool() {
        Pool pool = new Pool(1);
        pool.spawn(() -> sleep(9));
        assertThat(pool.join(LIMIT)).isFalse();
    }
}
