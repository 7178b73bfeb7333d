package greenloom;

import static greenloom.Async.generator;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private final Trail trail = new Trail();

    private final Generator<Integer, String, @Nullable Void> echo = generator(co -> {
        try {
            for (int i = 1;; i++) {
                trail.add(co.yield(i));
            }
        } finally {
            trail.add("finally");
        }
    });

    @Test
    void sendIsTheValueOfTheYieldAndCloseRunsFinally() {
        assertThat(echo.next()).isEqualTo(1);
        assertThat(echo.send("hello")).isEqualTo(2);
        assertThat(echo.next()).isEqualTo(3);
        echo.close();
        echo.close();
        trail.is("hello", "null", "finally");
        assertThat(echo.state()).isEqualTo(Generator.State.CLOSED);
    }

    @Test
    void aValueSentToAFreshGeneratorIsRefusedAndItStaysUsable() {
        assertThatIllegalStateException()
                .isThrownBy(() -> echo.send("early"))
                .withMessageContaining("can't send non-null value to a just-started generator");
        assertThat(echo.next()).isEqualTo(1);
    }

    @Test
    void anExceptionIsThrownAtTheYield() {
        Generator<Integer, Integer, String> catcher = Generator.returning(co -> {
            try {
                co.yield(1);
            } catch (Exception e) {
                trail.add(e.getMessage());
                co.yield(2);
            }
            return "done";
        });
        assertThat(catcher.next()).isEqualTo(1);
        assertThat(catcher.throwInto(new IOException("in"))).isEqualTo(2);
        assertThatThrownBy(catcher::next)
                .isInstanceOfSatisfying(StopIteration.class, end -> assertThat(end.value()).isEqualTo("done"));
        assertThat(catcher.returnValue()).isEqualTo("done");
        trail.is("in");
    }

    @Test
    void iterationEndsWithTheBody() {
        Generator<Integer, Integer, @Nullable Void> squares = generator(co -> {
            for (int i = 0; i < 4; i++) {
                co.yield(i * i);
            }
        });
        for (int square : squares) {
            trail.add(square);
        }
        trail.is(0, 1, 4, 9);
    }

    @Test
    void whileItSleepsOtherGreenletsRun() {
        EventLoop.run(() -> {
            Generator<Integer, Integer, @Nullable Void> slow = generator(co -> {
                sleep(0.01);
                co.yield(1);
            });
            spawn(() -> trail.add("other"));
            trail.add(slow.next());
        });
        trail.is("other", 1);
    }

    @Test
    void nobodyElseRunsBetweenAConsumerAndABodyThatDoesNotWait() {
        EventLoop.run(() -> {
            spawn(() -> trail.add("other"));
            echo.next();
            echo.next();
            echo.close();
            trail.add("main");
        });
        trail.is("null", "finally", "main", "other");
    }

    @Test
    void itIsResumedByOneLoopAfterTheOtherAndByPlainThreads() {
        assertThat(echo.next()).isEqualTo(1);
        assertThat(EventLoop.<Integer>run(echo::next)).isEqualTo(2);
        assertThat(EventLoop.<Integer>run(() -> spawn(echo::next).get())).isEqualTo(3);
        assertThat(echo.next()).isEqualTo(4);
    }

    @Test
    void itsBodyRunsOnBehalfOfItsConsumer() {
        EventLoop.run(() -> {
            Generator<Greenlet<?>, Object, @Nullable Void> who = generator(co -> {
                while (true) {
                    co.yield(Async.current());
                }
            });
            assertThat(who.next()).isSameAs(Async.current());
            Greenlet<Greenlet<?>> other = spawn(who::next);
            assertThat(other.get()).isSameAs(other);
        });
    }

    @Test
    void aKillOfTheConsumerReachesTheBody() {
        EventLoop.run(() -> {
            Generator<Integer, Integer, @Nullable Void> sleeper = generator(co -> {
                try {
                    sleep(1000);
                } finally {
                    trail.add("body");
                }
            });
            Greenlet<?> consumer = spawn(sleeper::next);
            sleep(0.01);
            consumer.kill();
            trail.add(sleeper.state());
        });
        trail.is("body", "CLOSED");
    }

    @Test
    void resumingTheRunningBodyIsRefused() {
        Generator<?, ?, ?>[] self = new Generator<?, ?, ?>[1];
        self[0] = generator(co -> self[0].next());
        assertThatIllegalStateException().isThrownBy(self[0]::next)
                .withMessageContaining("generator already executing");
    }

    @Test
    void aBodyThatIgnoresCloseIsTold() {
        Generator<Integer, Integer, @Nullable Void> stubborn = generator(co -> {
            while (true) {
                try {
                    co.yield(1);
                } catch (GeneratorExit e) {
                    trail.add("no");
                }
            }
        });
        stubborn.next();
        assertThatIllegalStateException().isThrownBy(stubborn::close)
                .withMessageContaining("generator ignored GeneratorExit");
    }

    @Test
    void yieldFromPassesValuesInAndOut() {
        Generator<Integer, String, @Nullable Void> outer = generator(
                co -> trail.add(co.yieldFrom(Generator.<Integer, String, String>returning(inner -> {
                    trail.add(inner.yield(1));
                    trail.add(inner.yield(2));
                    return "inner's value";
                }))));
        outer.next();
        outer.send("a");
        assertThat(outer.delegate()).isNotNull();
        assertThatThrownBy(() -> outer.send("b")).isInstanceOf(StopIteration.class);
        trail.is("a", "b", "inner's value");
    }

    @Test
    void aYielderOutsideItsBodyIsRefused() {
        EventLoop.run(() -> {
            Generator<Integer, Integer, @Nullable Void> leaky = generator(co -> {
                Greenlet<?> other = spawn(() -> co.yield(1));
                assertThatIllegalStateException().isThrownBy(other::get).withMessageContaining("Only the running body");
                co.yield(2);
            });
            assertThat(leaky.next()).isEqualTo(2);
        });
    }

    @Test
    void aTryBlockClosesIt() {
        List<String> trail = new ArrayList<>();
        try (Generator<Integer, Object, ?> numbers = Async.generator(co -> {
            try {
                co.yield(1);
                co.yield(2);
            } finally {
                trail.add("closed");
            }
        })) {
            trail.add("got " + numbers.next());
        }
        assertThat(trail).containsExactly("got 1", "closed");
    }
}
