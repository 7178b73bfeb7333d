package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class TimeoutTest {
    private static LoopOptions virtual() {
        return EventLoop.options().clock(new VirtualClock());
    }

    private final Trail trail = new Trail();

    @Test
    void aBodyThatIsQuickEnoughGivesItsValue() {
        EventLoop.run(virtual(), () -> {
            int value = withTimeout(2, () -> {
                sleep(1);
                return 7;
            });
            assertThat(value).isEqualTo(7);
            sleep(10);
        });
    }

    @Test
    void aWaitThatIsTooLongThrowsTimeout() {
        EventLoop.run(virtual(),
                () -> assertThatThrownBy(() -> withTimeout(1, () -> sleep(10))).isInstanceOf(Timeout.class));
    }

    @Test
    void itReachesThroughThreadSleep() {
        reachesThrough(() -> Thread.sleep(100_000));
    }

    @Test
    void itReachesThroughABlockingQueue() {
        reachesThrough(() -> new LinkedBlockingQueue<Integer>().take());
    }

    @Test
    void itReachesThroughASocket() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            reachesThrough(server::accept);
        }
    }

    private static void reachesThrough(Action blocking) {
        EventLoop.run(() -> {
            assertThatThrownBy(() -> withTimeout(0.01, blocking)).isInstanceOf(Timeout.class);
            sleep(0.001);
            Thread.sleep(1);
        });
    }

    @Test
    void anOuterTimeoutIsNotTheInnersToCatch() {
        EventLoop.run(virtual(), () -> {
            try (Timeout outer = Timeout.start(1)) {
                try (Timeout inner = Timeout.start(5)) {
                    sleep(2 * inner.seconds());
                } catch (Timeout t) {
                    trail.add(t == outer ? "outer" : "inner");
                }
            }
        });
        trail.is("outer");
    }

    @Test
    void anInnerTimeoutDisguisedByAJdkCallIsToldFromAnOuterOne() {
        EventLoop.run(() -> withTimeout(100, () -> {
            assertThatThrownBy(() -> withTimeout(0.01, () -> Thread.sleep(100_000)))
                    .isInstanceOfSatisfying(Timeout.class, t -> assertThat(t.seconds()).isEqualTo(0.01));
        }));
    }

    @Test
    void aClosedTimeoutNeverComes() {
        EventLoop.run(virtual(), () -> {
            try (Timeout t = Timeout.start(1)) {
                assertThat(t.seconds()).isEqualTo(1);
            }
            sleep(5);
        });
    }

    @Test
    void catchExceptionDoesNotSwallowIt() {
        EventLoop.run(virtual(), () -> assertThatThrownBy(() -> withTimeout(1, () -> {
            try {
                sleep(10);
            } catch (Exception e) {
                trail.add("swallowed");
            }
        }))
                .isInstanceOf(Timeout.class));
        trail.is();
    }

    @Test
    void aKillIsNotMistakenForATimeout() {
        EventLoop.run(() -> {
            Greenlet<?> greenlet = spawn(() -> {
                try {
                    withTimeout(100, () -> Thread.sleep(100_000));
                } catch (Timeout t) {
                    trail.add("timeout");
                }
            });
            sleep(0.01);
            greenlet.kill();
            assertThat(greenlet.successful()).isTrue();
        });
        trail.is();
    }

    @Test
    void outsideAGreenletItSaysWhatToDo() {
        assertThatIllegalStateException().isThrownBy(() -> Timeout.start(1)).withMessageContaining("spawn(...)");
    }

    @Test
    void oneThatIsDueTogetherWithTheWaitItCutsShortIsNotLost() {
        EventLoop.run(() -> {
            spawn(() -> holdTheLoop(0.03));
            assertThatThrownBy(() -> withTimeout(0.010, () -> {
                sleep(0.009);
                sleep(3);
            })).isInstanceOf(Timeout.class);
        });
    }

    private static void holdTheLoop(double seconds) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < seconds * 1e9) {
            Thread.onSpinWait();
        }
    }
}
