package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.toThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlockTest {
    private final Trail trail = new Trail();

    @Test
    @Case("V21 gv/test__queue.py:186")
    void whoWaitsForWhatNobodyWillPutIsTold() {
        Channel<Integer> channel = Channel.unbounded();
        assertThatThrownBy(() -> EventLoop.run(() -> channel.peek())).isInstanceOf(DeadlockException.class)
                .hasMessage(
                        "nothing can wake greenlet \"main\" any more: \"main\" waits for peek() of <Channel 0 items>");
    }

    @Test
    @Case("gv-hub-loopexit gv/test__hub.py:112")
    void itListsWhoWaitsForWhatAndWhoHoldsIt() {
        assertThatThrownBy(() -> EventLoop.run(() -> {
            Mutex left = new Mutex();
            Mutex right = new Mutex();
            Greenlet<?> a = spawn("a", () -> takeBoth(left, right));
            Greenlet<?> b = spawn("b", () -> takeBoth(right, left));
            Async.joinAll(a, b);
        }))
                .isInstanceOfSatisfying(DeadlockException.class, e -> {
                    assertThat(e.waiting()).hasSize(3);
                    assertThat(e.waiting().getFirst().greenlet().name()).isEqualTo("main");
                    assertThat(e.waiting().get(1)).hasToString("\"a\" waits for <Mutex held by greenlet \"b\">");
                    assertThat(e.waiting().get(1).holder()).isSameAs(e.waiting().get(2).greenlet());
                    assertThat(e.waiting().get(2)).hasToString("\"b\" waits for <Mutex held by greenlet \"a\">");
                });
    }

    private static void takeBoth(Mutex first, Mutex second) {
        first.acquire();
        sleep(0.001);
        second.acquire();
    }

    @Test
    void whatTheFirstOneLetsGoOfMaySetTheOthersFree() {
        try (EventLoop loop = EventLoop.open(EventLoop.options().keepAlive(false))) {
            Mutex left = new Mutex();
            Mutex right = new Mutex();
            Greenlet<?> a = loop.spawn("a", () -> eat(left, right));
            Greenlet<?> b = loop.spawn("b", () -> eat(right, left));
            a.get();
            b.get();
        }
        trail.is("a gives up", "b ate", "a ate");
    }

    private void eat(Mutex first, Mutex second) {
        String name = Async.current().name();
        while (true) {
            try (Hold _ = first.hold()) {
                sleep(0.01);
                second.acquire();
                second.release();
                trail.add(name + " ate");
                return;
            } catch (DeadlockException e) {
                trail.add(name + " gives up");
            }
            sleep(0.05);
        }
    }

    @Test
    void aGreenletThatFailsByItIsTold() {
        assertThatThrownBy(() -> EventLoop.run(() -> spawn("stuck", () -> new Event().await()).get()))
                .isInstanceOf(DeadlockException.class)
                .hasMessageContaining(
                        "\"main\" waits for <Greenlet \"stuck\" pending>; \"stuck\" waits for <Event clear>");
    }

    @Test
    void aFutureThatNobodySetsDoesNotHang() {
        assertThatThrownBy(() -> EventLoop.run(Virtual.options(), () -> new AsyncResult<Integer>().get()))
                .isInstanceOf(DeadlockException.class);
    }

    @Test
    void aRunningTimerIsNoDeadlock() {
        Virtual.run(() -> {
            Event event = new Event();
            EventLoop.current().callLater(1000, event::set);
            event.await();
            trail.add(Virtual.now());
        });
        trail.is("1000.0");
    }

    @Test
    void workOnAThreadMayStillWakeSomebody() {
        EventLoop.run(() -> {
            Event event = new Event();
            toThread(() -> {
                Thread.sleep(100);
                event.set();
            });
            event.await();
        });
    }

    @Test
    void anExecutorsTaskMayStillWakeSomebody() {
        EventLoop.run(() -> {
            Event event = new Event();
            try (var executor = Executors.newSingleThreadExecutor()) {
                executor.execute(() -> {
                    pause(100);
                    event.set();
                });
                event.await();
            }
        });
    }

    @Test
    void aScheduledTaskMayStillWakeSomebody() {
        EventLoop.run(() -> {
            Event event = new Event();
            try (var executor = Executors.newScheduledThreadPool(1)) {
                executor.schedule(event::set, 100, TimeUnit.MILLISECONDS);
                event.await();
            }
        });
    }

    @Test
    void aThreadThatRunsBesideTheLoopMayStillWakeSomebody() throws Exception {
        Event event = new Event();
        CountDownLatch begun = new CountDownLatch(1);
        Thread outside = new Thread(() -> {
            begun.countDown();
            pause(100);
            event.set();
        });
        outside.start();
        begun.await();
        EventLoop.run(() -> event.await());
        outside.join();
    }

    @Test
    void aThreadThatEndsWithoutWakingAnybodyLeavesADeadlock() {
        Event event = new Event();
        Thread outside = new Thread(() -> pause(100));
        outside.start();
        assertThatThrownBy(() -> EventLoop.run(() -> event.await())).isInstanceOf(DeadlockException.class);
    }

    @Test
    void aPlainVirtualThreadMayStillWakeSomebody() {
        EventLoop.run(() -> {
            Event event = new Event();
            Thread.ofVirtual().start(() -> {
                pause(100);
                event.set();
            });
            event.await();
            assertThatThrownBy(() -> new Event().await()).isInstanceOf(DeadlockException.class);
        });
    }

    @Test
    void aFutureOfTheJdksMayStillBeCompleted() {
        EventLoop.run(() -> {
            var future = new CompletableFuture<Integer>().completeOnTimeout(5, 100, TimeUnit.MILLISECONDS);
            assertThat(Async.await(future)).isEqualTo(5);
        });
    }

    @Test
    void aGreenletInsideAJdkCallMayBeWokenByAnybody() {
        EventLoop.run(() -> {
            LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
            Greenlet<Integer> taker = spawn(() -> queue.take());
            Thread daemon = Thread.ofPlatform().daemon().start(() -> {
                pause(200);
                queue.add(1);
            });
            assertThat(taker.get()).isEqualTo(1);
            daemon.join();
        });
    }

    @Test
    void anotherLoopMayStillWakeSomebody() {
        try (EventLoop other = EventLoop.open(EventLoop.options().name("other"))) {
            AsyncResult<String> result = new AsyncResult<>();
            other.spawn("setter", () -> {
                sleep(0.1);
                result.set("from the other loop");
            });
            String value = EventLoop.run(() -> result.get());
            assertThat(value).isEqualTo("from the other loop");
        }
    }

    @Test
    void aLoopThatIsKeptAliveWaits() {
        try (EventLoop loop = EventLoop.open(EventLoop.options())) {
            Event event = new Event();
            Greenlet<?> waiting = loop.spawn("waiting", () -> event.await());
            waiting.join(0.2);
            assertThat(waiting.ready()).isFalse();
            event.set();
            waiting.get();
        }
        assertThatThrownBy(() -> EventLoop.run(EventLoop.options().keepAlive(true),
                () -> Async.withTimeout(0.1, () -> new Event().await())))
                .isInstanceOf(Timeout.class);
    }

    @Test
    void aSignalHandlerMayStillWakeSomebody() {
        EventLoop.run(() -> {
            Greenlet<?> waiting;
            try (SignalHandle _ = Async.onSignal("WINCH", () -> {})) {
                waiting = spawn("waiting", () -> new Event().await());
                Thread.sleep(100);
                assertThat(waiting.ready()).isFalse();
            }
            assertThatThrownBy(waiting::get).isInstanceOf(DeadlockException.class);
        });
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
