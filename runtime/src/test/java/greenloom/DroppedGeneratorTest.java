package greenloom;

import static greenloom.Async.generator;
import static greenloom.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left of generators that nobody closes. */
@Timeout(600)
class DroppedGeneratorTest {
    private static final int MANY = 1_000_000;

    private final AtomicInteger closed = new AtomicInteger();

    private Generator<Integer, Integer, @Nullable Void> counted() {
        return generator(co -> {
            try {
                co.yield(1);
            } finally {
                closed.incrementAndGet();
            }
        });
    }

    private void dropMany(int count) {
        for (int i = 0; i < count; i++) {
            counted().next();
        }
    }

    private void collectUntil(int count) throws InterruptedException {
        while (closed.get() < count) {
            System.gc();
            // A full collection with many stacks takes its time: no other one while it bears fruit.
            for (int before = -1; before < closed.get() && closed.get() < count; Thread.sleep(100)) {
                before = closed.get();
            }
        }
        assertThat(closed).hasValue(count);
    }

    @Test
    void aMillionAreDroppedOnALoopAndAllAreClosed() throws InterruptedException {
        try (EventLoop loop = EventLoop.open(EventLoop.options())) {
            loop.spawn("dropper", () -> {
                for (int i = 0; i < MANY / 1000; i++) {
                    dropMany(1000);
                    sleep(0);
                }
            }).join();
            collectUntil(MANY);
        }
    }

    @Test
    void outsideAnyLoopTheyAreClosedOnceUnreachable() throws InterruptedException {
        dropMany(10_000);
        collectUntil(10_000);
    }

    @Test
    void oneWhoseFinallyBlockHangsDoesNotHoldUpTheRest() throws InterruptedException {
        dropHanging();
        collectUntil(1);
        dropMany(100);
        collectUntil(101);
    }

    private void dropHanging() {
        Generator<Integer, Integer, @Nullable Void> hanging = generator(co -> {
            try {
                co.yield(1);
            } finally {
                closed.incrementAndGet();
                Thread.sleep(Long.MAX_VALUE);
            }
        });
        hanging.next();
    }

    @Test
    void theLoopOnWhichTheyBeganClosesThemAtItsEnd() {
        Generator<?, ?, ?>[] kept = new Generator<?, ?, ?>[1];
        EventLoop.run(() -> {
            kept[0] = counted();
            kept[0].next();
            dropMany(2);
            counted();
        });
        assertThat(closed).hasValue(3);
        assertThat(kept[0].state()).isEqualTo(Generator.State.CLOSED);
        assertThatThrownBy(kept[0]::next).isInstanceOf(StopIteration.class);
    }

    private static void fail() {
        throw new IllegalStateException("in finally");
    }

    @Test
    void atTheLoopsEndFinallyBlocksMayWaitAndFailuresAreTold() {
        var told = new CopyOnWriteArrayList<String>();
        EventLoop loop = EventLoop.open(EventLoop.options());
        loop.setExceptionHandler((_, error) -> told.add(String.valueOf(error.getMessage())));
        loop.spawn("main", () -> {
            Generator<Integer, Integer, @Nullable Void> failing = generator(co -> {
                try {
                    co.yield(1);
                } finally {
                    sleep(0.01);
                    fail();
                }
            });
            Generator<Integer, Integer, @Nullable Void> stubborn = generator(co -> {
                try {
                    co.yield(1);
                } catch (GeneratorExit _) {
                    co.yield(2);
                }
            });
            failing.next();
            stubborn.next();
        }).join();
        loop.close();
        assertThat(told).hasSize(2).anyMatch("in finally"::equals)
                .anyMatch(text -> text.startsWith("generator ignored GeneratorExit"));
    }
}
