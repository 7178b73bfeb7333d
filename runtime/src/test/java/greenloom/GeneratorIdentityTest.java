package greenloom;

import static greenloom.Async.generator;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.internal.Host;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While its body runs a generator is whoever consumes it. */
@Timeout(20)
class GeneratorIdentityTest {
    private final Trail trail = new Trail();

    private static <T extends @Nullable Object> Generator<T, Object, @Nullable Void> asking(
            java.util.function.Supplier<T> question) {
        return generator(co -> {
            while (true) {
                co.yield(question.get());
            }
        });
    }

    @Test
    void theAttachmentIsTheConsumersInNestedBodiesAndTheirThreads() {
        EventLoop.run(() -> {
            Generator<Object, Object, @Nullable Void> inner = asking(Host::attachment);
            Generator<Object, Object, @Nullable Void> outer = generator(co -> co.yieldFrom(inner));
            Generator<Object, Object, @Nullable Void> threaded = generator(co -> {
                while (true) {
                    CompletableFuture<Object> seen = new CompletableFuture<>();
                    Thread.startVirtualThread(() -> seen.complete(String.valueOf(Host.attachment())));
                    co.yield(seen.get());
                }
            });
            for (String cell : new String[] {"one", "two"}) {
                spawn(() -> {
                    Host.attach(cell);
                    trail.add(outer.next());
                    trail.add(threaded.next());
                }).join();
            }
        });
        trail.is("one", "one", "two", "two");
    }

    @Test
    void aPlatformThreadConsumesAndTheBodySleepsOnIt() {
        Generator<Integer, Integer, @Nullable Void> slow = generator(co -> {
            for (int i = 0;; i++) {
                Thread.sleep(1);
                co.yield(i);
            }
        });
        assertThat(slow.next() + slow.next() + slow.next()).isEqualTo(3);
    }

    @Test
    void aPlainVirtualThreadConsumesGeneratorsOfGenerators() throws Exception {
        Generator<Integer, Integer, @Nullable Void> outer = generator(co -> {
            Generator<Integer, Integer, @Nullable Void> inner = generator(in -> {
                for (int i = 0; i < 5000; i++) {
                    in.yield(i);
                }
            });
            for (int i : inner) {
                co.yield(i * 2);
            }
        });
        CompletableFuture<Integer> sum = new CompletableFuture<>();
        Thread.startVirtualThread(() -> sum.complete(outer.stream().mapToInt(i -> i).sum()));
        assertThat(sum.get()).isEqualTo(24_995_000);
    }

    @Test
    void itIsHandedFromKindToKindOfThread() throws Exception {
        Generator<Integer, Integer, @Nullable Void> counter = generator(co -> {
            for (int i = 0;; i++) {
                co.yield(i);
            }
        });
        for (int round = 0; round < 50; round++) {
            CompletableFuture<Integer> virtual = new CompletableFuture<>();
            Thread.startVirtualThread(() -> virtual.complete(counter.next()));
            assertThat(virtual.get()).isEqualTo(round * 3);
            assertThat(counter.next()).isEqualTo(round * 3 + 1);
            assertThat(EventLoop.<Integer>run(counter::next)).isEqualTo(round * 3 + 2);
        }
    }

    @Test
    void aTimeoutOfTheConsumerReachesABlockedBody() {
        EventLoop.run(() -> {
            Generator<Integer, Integer, @Nullable Void> blocked = generator(co -> {
                try {
                    new SynchronousQueue<Integer>().take();
                } finally {
                    trail.add("body");
                }
            });
            assertThatThrownBy(() -> Async.withTimeout(0.02, () -> {
                blocked.next();
            })).isInstanceOf(greenloom.Timeout.class);
            trail.add(blocked.state());
        });
        trail.is("body", "CLOSED");
    }

    @Test
    void anInterruptOfAPlatformThreadReachesABlockedBody() throws Exception {
        Generator<Integer, Integer, @Nullable Void> sleeper = generator(co -> {
            try {
                Thread.sleep(10_000);
            } catch (InterruptedException e) {
                co.yield(1);
            }
        });
        CompletableFuture<Integer> got = new CompletableFuture<>();
        Thread consumer = Thread.ofPlatform().start(() -> got.complete(sleeper.next()));
        while (!EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(consumer.getState())) {
            Thread.onSpinWait();
        }
        consumer.interrupt();
        assertThat(got.get()).isEqualTo(1);
    }

    @Test
    void anInterruptPassesInAndOut() {
        Generator<Boolean, Object, @Nullable Void> asked = generator(co -> {
            co.yield(Thread.interrupted());
            Thread.currentThread().interrupt();
            co.yield(true);
        });
        Thread.currentThread().interrupt();
        assertThat(asked.next()).isTrue();
        assertThat(Thread.interrupted()).isFalse();
        asked.next();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whoLooksAtStacksDisturbsNobody() throws Exception {
        Thread[] threads = new Thread[2];
        Generator<Integer, Integer, @Nullable Void> body = generator(co -> {
            threads[0] = Thread.currentThread();
            for (int i = 0;; i++) {
                co.yield(i);
            }
        });
        body.next();
        var done = new java.util.concurrent.atomic.AtomicBoolean();
        Thread spy = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                threads[0].getStackTrace();
                if (threads[1] != null) {
                    threads[1].getStackTrace();
                }
                // Who is looked at stands still: it needs a chance in between.
                java.util.concurrent.locks.LockSupport.parkNanos(20_000);
            }
        });
        EventLoop.run(() -> {
            threads[1] = Thread.currentThread();
            for (int i = 1; i < 20_000; i++) {
                assertThat(body.next()).isEqualTo(i);
                if (i % 100 == 0) {
                    sleep(0);
                }
            }
        });
        for (int i = 20_000; i < 40_000; i++) {
            assertThat(body.next()).isEqualTo(i);
        }
        done.set(true);
        spy.join();
    }
}
