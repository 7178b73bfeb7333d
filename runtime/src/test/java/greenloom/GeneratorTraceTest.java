package greenloom;

import static greenloom.Async.generator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A trace reads as if the body had been called: frames of the body, then those of its consumer, no hand-off between. */
class GeneratorTraceTest {
    private static List<String> frames(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("greenloom."))
                .map(frame -> frame.getMethodName().replaceAll("lambda\\$(\\w+)\\$.*", "$1*"))
                .takeWhile(name -> !name.endsWith("Test"))
                .toList();
    }

    private static void fail() {
        throw new IllegalArgumentException("deep");
    }

    private static Generator<Integer, Integer, @Nullable Void> failing() {
        return generator(co -> {
            co.yield(1);
            fail();
        });
    }

    private static Generator<Integer, Integer, @Nullable Void> delegating() {
        return generator(co -> co.yieldFrom(failing()));
    }

    private static void consume(Generator<?, ?, ?> generator) {
        while (true) {
            generator.next();
        }
    }

    private static Throwable consumed(Generator<?, ?, ?> generator) {
        return catchThrowable(() -> consume(generator));
    }

    @Test
    void ofAFailureInTheBody() {
        assertThat(frames(consumed(failing()))).startsWith("fail", "failing*", "next", "consume", "consumed*");
    }

    @Test
    void ofAFailureThroughADelegation() {
        assertThat(frames(consumed(delegating())))
                .startsWith("fail", "failing*", "delegating*", "next", "consume", "consumed*");
    }

    @Test
    void onALoopToo() {
        Throwable thrown = EventLoop.run(() -> consumed(delegating()));
        assertThat(frames(thrown)).startsWith("fail", "failing*", "delegating*", "next", "consume", "consumed*");
        assertThat(thrown.getStackTrace()).noneMatch(frame -> frame.getClassName().matches(
                "greenloom\\.(StackfulEngine|Delegation|internal\\.Coroutine|internal\\.Fiber)"));
    }

    @Test
    void ofIteration() {
        Throwable thrown = catchThrowable(() -> {
            for (int value : failing()) {
                assertThat(value).isEqualTo(1);
            }
        });
        assertThat(frames(thrown)).startsWith("fail", "failing*", "advance", "hasNext");
    }

    private static RuntimeException origin() {
        return new IllegalArgumentException("thrown in");
    }

    private static void throwIn(Generator<?, ?, ?> generator, Throwable exception) {
        generator.throwInto(exception);
    }

    @Test
    void ofAnExceptionThrownInShowsOriginBodyAndWhoThrew() {
        Generator<?, ?, ?> waiting = failing();
        waiting.next();
        Throwable thrown = catchThrowable(() -> throwIn(waiting, origin()));
        assertThat(frames(thrown)).startsWith("origin", "failing*", "throwInto", "throwIn");
        assertThat(frames(thrown)).filteredOn("failing*"::equals).hasSize(1);
    }

    @Test
    void ofAnExceptionThrownInThroughADelegation() {
        Generator<?, ?, ?> waiting = delegating();
        waiting.next();
        Throwable thrown = catchThrowable(() -> throwIn(waiting, origin()));
        assertThat(frames(thrown)).startsWith("origin", "failing*", "delegating*", "throwInto", "throwIn");
    }

    @Test
    void ofACauseToo() {
        Throwable thrown = catchThrowable(() -> consume(generator(_ -> {
            try {
                fail();
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(e);
            }
        })));
        assertThat(frames(thrown.getCause())).contains("fail", "next", "consume").doesNotContain("live");
    }
}
