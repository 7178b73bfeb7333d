package greenloom;

import static greenloom.Async.generator;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each misuse gets its exact exception and a sentence of advice, and leaves the generator usable. */
class GeneratorMisuseTest {
    private final Generator<Integer, Integer, @Nullable Void> counter = generator(co -> {
        for (int i = 1;; i++) {
            co.yield(i);
        }
    });

    @Test
    void sendingToAFreshOneIsRefusedAndItStaysFresh() {
        assertThatIllegalStateException().isThrownBy(() -> counter.send(7))
                .withMessage(
                        "can't send non-null value to a just-started generator: no yield waits for it yet, so call next() first");
        assertThat(counter.state()).isEqualTo(Generator.State.CREATED);
        assertThat(counter.send(null)).isEqualTo(1);
    }

    @Test
    void sendingToARunningOneIsRefusedWhoeverDoesIt() {
        List<Generator<String, Object, ?>> self = new ArrayList<>();
        Generator<String, Object, @Nullable Void> recursive = generator(co -> {
            co.yield(complaint(() -> self.get(0).next()));
            co.yield(complaint(() -> self.get(0).send(null)));
            co.yield(complaint(() -> self.get(0).throwInto(new IllegalArgumentException())));
            co.yield(complaint(() -> self.get(0).close()));
            co.yield(complaint(() -> co.yieldFrom(self.get(0))));
        });
        self.add(recursive);
        assertThat(recursive).hasSize(5).allMatch(
                "generator already executing: it can be resumed only while it waits at a yield, so let one consumer at a time have it"::equals);
        assertThat(recursive.state()).isEqualTo(Generator.State.CLOSED);
    }

    @Test
    void twoGreenletsAtOnceAreRefusedAndTheFirstGetsItsValue() {
        EventLoop.run(() -> {
            Generator<Integer, Integer, @Nullable Void> slow = generator(co -> {
                sleep(0.01);
                co.yield(1);
                co.yield(2);
            });
            Greenlet<Integer> first = spawn(slow::next);
            Greenlet<String> second = spawn(() -> complaint(slow::next));
            assertThat(second.get()).startsWith("generator already executing");
            assertThat(first.get()).isEqualTo(1);
            assertThat(slow.next()).isEqualTo(2);
        });
    }

    @Test
    void aClosedOneIsExhausted() {
        counter.next();
        counter.close();
        assertThatExceptionOfType(StopIteration.class).isThrownBy(counter::next)
                .satisfies(end -> assertThat(end.value()).isNull());
        assertThatExceptionOfType(StopIteration.class).isThrownBy(() -> counter.send(5));
        assertThatIllegalStateException().isThrownBy(() -> counter.throwInto(new IllegalStateException("mine")))
                .withMessage("mine");
        counter.close();
        assertThat(counter.iterator().hasNext()).isFalse();
    }

    @Test
    void aBodyThatIgnoresCloseIsToldAndWaitsAtItsNewYield() {
        Generator<Integer, Integer, String> stubborn = Generator.returning(co -> {
            try {
                co.yield(1);
            } catch (GeneratorExit _) {
                return "got " + co.yield(2);
            }
            return "";
        });
        stubborn.next();
        assertThatIllegalStateException().isThrownBy(stubborn::close).withMessage(
                "generator ignored GeneratorExit: its body must not yield while it is being closed, so let that exception pass");
        assertThat(stubborn.state()).isEqualTo(Generator.State.SUSPENDED);
        assertThatThrownBy(() -> stubborn.send(3)).isInstanceOf(StopIteration.class).hasMessageContaining("got 3");
    }

    @Test
    void aStopIterationThatLeaksIsNoEnd() {
        Generator<Integer, Integer, @Nullable Void> leaky = generator(co -> {
            co.yield(1);
            counter.close();
            counter.next();
        });
        leaky.next();
        assertThatIllegalStateException().isThrownBy(leaky::next)
                .withMessageStartingWith("generator raised StopIteration")
                .withCauseInstanceOf(StopIteration.class);
        assertThat(leaky.state()).isEqualTo(Generator.State.CLOSED);
    }

    @Test
    void aYielderWorksOnlyInItsRunningBody() {
        List<Yielder<Integer, Integer>> kept = new ArrayList<>();
        Generator<Integer, Integer, @Nullable Void> outer = generator(co -> {
            kept.add(co);
            Generator<Integer, Integer, @Nullable Void> inner = generator(_ -> co.yield(1));
            assertThatIllegalStateException().isThrownBy(inner::next).withMessageContaining("and this is not it")
                    .withMessageContaining("use yieldFrom(...)");
            co.yield(2);
        });
        assertThat(outer.next()).isEqualTo(2);
        assertThatIllegalStateException().isThrownBy(() -> kept.get(0).yield(1))
                .withMessageContaining("Only the running body");
        assertThat(outer.iterator().hasNext()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> kept.get(0).yield(1))
                .withMessageContaining("body has ended");
        assertThatIllegalStateException().isThrownBy(() -> kept.get(0).yieldFrom(counter));
        assertThat(counter.state()).isEqualTo(Generator.State.CREATED);
    }

    @Test
    void anotherGreenletMayNotYieldForTheBody() {
        EventLoop.run(() -> {
            Generator<Integer, Integer, @Nullable Void> lender = generator(co -> {
                assertThat(spawn(() -> complaint(() -> co.yield(1))).get()).startsWith("Only the running body");
                co.yield(2);
            });
            assertThat(lender.next()).isEqualTo(2);
        });
    }

    @Test
    void nullIsNoBodyNoNameNoExceptionAndNoGeneratorToDelegateTo() {
        assertThatNullPointerException().isThrownBy(() -> generator(null))
                .withMessageContaining("generator(co -> { ... })");
        assertThatNullPointerException().isThrownBy(() -> Generator.returning(null))
                .withMessageContaining("needs a body");
        assertThatNullPointerException().isThrownBy(() -> generator(null, _ -> {}))
                .withMessageContaining("leave it out");
        assertThatNullPointerException().isThrownBy(() -> counter.throwInto(null)).withMessageContaining("throwInto");
        Generator<Integer, Integer, @Nullable Void> delegator = generator(co -> {
            assertThatNullPointerException().isThrownBy(() -> co.yieldFrom(null))
                    .withMessageContaining("yieldFrom needs");
            assertThatNullPointerException().isThrownBy(() -> co.yieldAll(null));
            co.yield(1);
        });
        assertThat(delegator.next()).isEqualTo(1);
        assertThat(counter.next()).isEqualTo(1);
    }

    @Test
    void nullIsAValueLikeAnyOther() {
        Generator<@Nullable Integer, @Nullable String, @Nullable String> nulls = Generator
                .returning(co -> co.yield(null));
        assertThat(nulls.next()).isNull();
        assertThatThrownBy(() -> nulls.send(null)).isInstanceOfSatisfying(StopIteration.class,
                end -> assertThat(end.value()).isNull());
        Generator<@Nullable Integer, Object, @Nullable Void> some = generator(co -> {
            co.yield(null);
            co.yield(2);
            co.yield(null);
        });
        assertThat(some).containsExactly(null, 2, null);
    }

    @Test
    void noStackLeftLeavesNothingHalfResumed() {
        SmallStack.exhaust(counter);
        // Whether the body was hit itself depends on where the stack ended.
        assertThat(counter.state()).isIn(Generator.State.SUSPENDED, Generator.State.CLOSED);
        assertThat(counter.iterator().hasNext()).isEqualTo(counter.state() != Generator.State.CLOSED);
    }

    @Test
    void aYieldInAClassInitialiserIsRefused() {
        EventLoop.run(() -> {
            Generator<Integer, Integer, @Nullable Void> wrong = generator(co -> {
                Bound.CO.set(co);
                assertThatExceptionOfType(ExceptionInInitializerError.class).isThrownBy(Initialiser::new)
                        .withCauseInstanceOf(IllegalStateException.class)
                        .satisfies(e -> assertThat(e.getCause()).hasMessageContaining("class initialiser"));
                co.yield(1);
            });
            assertThat(wrong.next()).isEqualTo(1);
        });
    }

    private static final class Bound {
        static final ThreadLocal<Yielder<Integer, Integer>> CO = new ThreadLocal<>();
    }

    private static final class Initialiser {
        static {
            Bound.CO.get().yield(0);
        }
    }

    @Test
    void aClassInitialiserOnALoopMayConsume() {
        // A compiled body is the initialiser's own code: it could as little sleep as that.
        assumeThat(squares().explain()).contains("is stackful");
        EventLoop.run(() -> {
            spawn(() -> {});
            assertThat(Squares.ALL).containsExactly(0, 1, 4);
        });
    }

    private static Generator<Integer, Integer, @Nullable Void> squares() {
        return generator(co -> {
            for (int i = 0; i < 3; i++) {
                sleep(0.001);
                co.yield(i * i);
            }
        });
    }

    /** A body of its own would wait for ever, as any other thread would, until this class is initialised. */
    private static final class Squares {
        static final List<Integer> ALL = squares().stream().toList();
    }

    private static String complaint(Runnable misuse) {
        try {
            misuse.run();
            return "nothing thrown";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
