package greenloom;

import static greenloom.Async.await;
import static greenloom.Async.generator;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Coroutines of the style before {@code async def}: generators whose yields are what they wait for. */
class AwaitedGeneratorTest {
    private final Trail trail = new Trail();

    /** {@code asyncio.sleep} as a generator. */
    private static Generator<Object, Object, @Nullable Void> pause(double seconds) {
        return generator("pause", co -> co.yield(spawn(() -> sleep(seconds))));
    }

    @Test
    void twoOfThemTakeTurnsWhereTheyWait() {
        EventLoop.run(() -> {
            Greenlet<?> first = spawn(() -> await(generator(co -> {
                trail.add(1);
                co.yieldFrom(pause(0.01));
                trail.add(2);
            })));
            Greenlet<?> second = spawn(() -> await(generator(co -> {
                trail.add(3);
                co.yieldFrom(pause(0.02));
                trail.add(4);
            })));
            first.join();
            second.join();
        });
        trail.is(1, 3, 2, 4);
    }

    @Test
    void valuesAreSentInAndTheBodysValueComesOut() {
        String value = EventLoop.run(() -> await(Generator.<Object, Object, String>returning(co -> {
            Object greenlets = co.yield(spawn(() -> "a"));
            Object stages = co.yield(CompletableFuture.completedFuture("b"));
            AsyncResult<String> result = new AsyncResult<>();
            spawn(() -> result.set("c"));
            return greenlets + "" + stages + co.yield(result) + co.yield(null);
        })));
        assertThat(value).isEqualTo("abcnull");
    }

    @Test
    void failuresAreThrownIn() {
        String value = EventLoop.run(() -> await(Generator.<Object, Object, String>returning(co -> {
            try {
                co.yield(CompletableFuture.failedFuture(new IOException("late")));
                return "";
            } catch (Exception e) {
                return e.getClass().getSimpleName() + " " + e.getMessage();
            }
        })));
        assertThat(value).isEqualTo("IOException late");
    }

    @Test
    void whatCannotBeAwaitedIsRefusedAtTheYield() {
        EventLoop.run(() -> {
            assertThatIllegalStateException().isThrownBy(() -> await(generator(co -> co.yield(5))))
                    .withMessageContaining("may yield only what can be awaited, and not 5");
            assertThatIllegalStateException().isThrownBy(() -> await(generator(co -> co.yield(pause(1)))))
                    .withMessageContaining("delegate to it with yieldFrom(...)");
        });
    }

    @Test
    void aKillOfTheDriverIsThrownIn() {
        EventLoop.run(() -> {
            Greenlet<?> driver = spawn(() -> await(generator(co -> {
                try {
                    co.yield(new AsyncResult<>());
                } finally {
                    trail.add("cleaned up");
                }
            })));
            sleep(0);
            driver.kill();
        });
        trail.is("cleaned up");
    }

    @Test
    void anEndedOneIsRefused() {
        EventLoop.run(() -> {
            Generator<Object, Object, @Nullable Void> coroutine = generator(_ -> trail.add("ran"));
            await(coroutine);
            assertThat(coroutine.state()).isEqualTo(Generator.State.CLOSED);
            assertThatThrownBy(() -> await(coroutine)).isInstanceOf(IllegalStateException.class);
        });
    }
}
