package greenloom;

import static greenloom.Async.generator;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who takes the stacks of those that hand over to each other, as profilers and thread dumps do, stops each for a moment and loses none. */
@Timeout(60)
class GeneratorsLookedAtTest {
    private final List<Thread> lookedAt = new CopyOnWriteArrayList<>();
    private final Thread spy = Thread.ofPlatform().daemon().unstarted(this::look);
    private volatile boolean done;

    private void look() {
        for (int round = 0; !done; round++) {
            lookedAt.forEach(Thread::getStackTrace);
            if (round % 3 == 0) {
                // Who is looked at stands still: it needs a chance in between.
                LockSupport.parkNanos(1000L * (round % 40));
            }
        }
    }

    @BeforeEach
    void startToLook() {
        spy.start();
    }

    @AfterEach
    void lookNoMore() throws InterruptedException {
        done = true;
        spy.join();
    }

    private Generator<Integer, Integer, @Nullable Void> counting(int end, int naps) {
        return generator(co -> {
            lookedAt.add(Thread.currentThread());
            for (int i = 0; i < end; i++) {
                if (i % (end / naps) == 0) {
                    Thread.sleep(0, 1000);
                }
                co.yield(i);
            }
        });
    }

    private Generator<Integer, Integer, @Nullable Void> nested(int end, int naps) {
        return generator(co -> {
            lookedAt.add(Thread.currentThread());
            for (int i : counting(end, naps)) {
                co.yield(i);
            }
        });
    }

    private int sum(int end, int naps) {
        lookedAt.add(Thread.currentThread());
        return nested(end, naps).stream().mapToInt(i -> i).sum();
    }

    private static int inVirtualThread(Callable<Integer> body) throws Exception {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                result.complete(body.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get();
    }

    @Test
    void aPlatformThreadGoesOn() {
        assertThat(sum(2000, 40)).isEqualTo(1_999_000);
    }

    @Test
    void aPlainVirtualThreadGoesOn() throws Exception {
        assertThat(inVirtualThread(() -> sum(2000, 40))).isEqualTo(1_999_000);
    }

    @Test
    void aGreenletGoesOn() {
        assertThat(EventLoop.<Integer>run(() -> sum(2000, 40))).isEqualTo(1_999_000);
    }

    @Test
    void aThreadThatAGreenletHasStartedGoesOn() {
        assertThat(EventLoop.<Integer>run(() -> inVirtualThread(() -> sum(2000, 40)))).isEqualTo(1_999_000);
    }

    @Test
    void aGeneratorThatIsHandedFromKindToKindOfThreadGoesOn() throws Exception {
        Generator<Integer, Integer, @Nullable Void> handed = nested(100_000, 2000);
        for (int i = 0; i < 300;) {
            assertThat(inVirtualThread(handed::next)).isEqualTo(i++);
            assertThat(handed.next()).isEqualTo(i++);
            assertThat(EventLoop.<Integer>run(handed::next)).isEqualTo(i++);
        }
    }
}
