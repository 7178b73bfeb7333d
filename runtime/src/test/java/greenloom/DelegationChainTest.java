package greenloom;

import static greenloom.Async.generator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Generators that delegate to each other, one below the other. */
@Timeout(120)
class DelegationChainTest {
    /** Deeper than a stack; each stackful one has a stack of its own, and all of them take some memory. */
    private static final int DEPTH = echo().explain().contains("is compiled") ? 100_000 : 1000;

    private int ended;

    private static Generator<Integer, Integer, Integer> echo() {
        return Generator.returning(co -> {
            int got = 0;
            while (got >= 0) {
                Integer sent = co.yield(got);
                got = sent == null ? 0 : sent;
            }
            return got;
        });
    }

    private Generator<Integer, Integer, Integer> around(Generator<Integer, Integer, Integer> inner) {
        return Generator.returning(co -> {
            try {
                return co.yieldFrom(inner) - 1;
            } finally {
                ended++;
            }
        });
    }

    private Generator<Integer, Integer, Integer> chain(Generator<Integer, Integer, Integer> leaf) {
        Generator<Integer, Integer, Integer> chain = leaf;
        for (int i = 0; i < DEPTH; i++) {
            chain = around(chain);
        }
        return chain;
    }

    @Test
    void aDeepOneIsSentToAndReturnsThroughAll() {
        Generator<Integer, Integer, Integer> chain = chain(echo());
        assertThat(chain.next()).isZero();
        assertThat(chain.send(7)).isEqualTo(7);
        assertThatThrownBy(() -> chain.send(-1)).isInstanceOfSatisfying(StopIteration.class,
                end -> assertThat(end.value()).isEqualTo(-1 - DEPTH));
        assertThat(ended).isEqualTo(DEPTH);
    }

    @Test
    void aDeepOneIsClosed() {
        Generator<Integer, Integer, Integer> leaf = echo();
        Generator<Integer, Integer, Integer> chain = chain(leaf);
        chain.next();
        chain.close();
        assertThat(ended).isEqualTo(DEPTH);
        assertThat(List.of(chain.state(), leaf.state())).containsOnly(Generator.State.CLOSED);
    }

    @Test
    void anExceptionGoesThroughADeepOne() {
        Generator<Integer, Integer, Integer> chain = chain(echo());
        chain.next();
        assertThatThrownBy(() -> chain.throwInto(new ArithmeticException("mine"))).hasMessage("mine");
        assertThat(ended).isEqualTo(DEPTH);
        assertThat(chain.state()).isEqualTo(Generator.State.CLOSED);
    }

    @Test
    void whoeverOfItIsResumedByItselfIsRefused() {
        List<Generator<Integer, Integer, Integer>> all = new ArrayList<>();
        List<String> told = new ArrayList<>();
        all.add(Generator.returning(co -> {
            for (Generator<Integer, Integer, Integer> each : all) {
                told.add(each.state() + " " + complaint(each));
            }
            return co.yield(1);
        }));
        all.add(around(all.get(0)));
        all.add(around(all.get(1)));
        assertThat(all.get(2).next()).isEqualTo(1);
        assertThat(told).hasSize(3).allMatch(text -> text.startsWith("RUNNING generator already executing"));
        assertThat(all).allMatch(each -> each.state() == Generator.State.SUSPENDED);
        assertThat(all.get(2).delegate()).isSameAs(all.get(1));
        assertThat(all.get(1).delegate()).isSameAs(all.get(0));
        assertThat(all.get(2).toString()).contains("delegating to");
    }

    private static String complaint(Generator<?, ?, ?> generator) {
        try {
            generator.next();
            return "nothing";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void oneInTheMiddleMayBeResumedBySomebodyElse() {
        Generator<Integer, Integer, Integer> leaf = echo();
        Generator<Integer, Integer, Integer> middle = around(leaf);
        Generator<Integer, Integer, Integer> root = around(around(middle));
        root.next();
        assertThat(middle.send(3)).isEqualTo(3);
        assertThat(leaf.send(4)).isEqualTo(4);
        assertThat(root.send(5)).isEqualTo(5);
        assertThatThrownBy(() -> middle.send(-1)).isInstanceOf(StopIteration.class);
        assertThat(leaf.state()).isEqualTo(Generator.State.CLOSED);
        assertThatThrownBy(root::next).isInstanceOf(NullPointerException.class);
        assertThat(ended).isEqualTo(3);
    }

    @Test
    void twoMayDelegateToTheSame() {
        Generator<Integer, Integer, Integer> shared = echo();
        Generator<Integer, Integer, Integer> one = around(around(shared));
        Generator<Integer, Integer, Integer> other = around(shared);
        one.next();
        other.next();
        for (int i = 0; i < 5; i++) {
            assertThat(one.send(i)).isEqualTo(i);
            assertThat(other.send(i)).isEqualTo(i);
        }
        other.close();
        assertThat(shared.state()).isEqualTo(Generator.State.CLOSED);
        assertThat(one.state()).isEqualTo(Generator.State.SUSPENDED);
    }

    @Test
    void oneThatIgnoresCloseStaysAndThoseAboveItEnd() {
        Generator<Integer, Integer, Integer> stubborn = Generator.returning(co -> {
            try {
                co.yield(1);
            } catch (GeneratorExit _) {
                return co.yield(2);
            }
            return 0;
        });
        Generator<Integer, Integer, Integer> inner = around(stubborn);
        Generator<Integer, Integer, Integer> root = around(around(inner));
        root.next();
        assertThatIllegalStateException().isThrownBy(root::close).withMessageStartingWith("generator ignored");
        assertThat(List.of(root.state(), inner.state())).containsOnly(Generator.State.CLOSED);
        assertThat(ended).isEqualTo(3);
        assertThat(stubborn.state()).isEqualTo(Generator.State.SUSPENDED);
        assertThatThrownBy(() -> stubborn.send(9)).isInstanceOfSatisfying(StopIteration.class,
                end -> assertThat(end.value()).isEqualTo(9));
    }

    @Test
    void oneThatEndsItsCloseWithAValueOrAnotherDelegationChangesNothing() {
        Generator<Integer, Integer, Integer> leaf = Generator.returning(co -> {
            try {
                co.yield(1);
            } finally {
                ended += co.yieldFrom(Generator.<Integer, Integer, Integer>returning(_ -> 10));
            }
            return 0;
        });
        Generator<Integer, Integer, Integer> root = around(around(leaf));
        root.next();
        root.close();
        assertThat(ended).isEqualTo(12);
        assertThat(root.state()).isEqualTo(Generator.State.CLOSED);
    }

    @Test
    void theStackMayEndAnywhereInIt() {
        Generator<Integer, Integer, @Nullable Void> root = generator(
                co -> co.yieldFrom(generator(middle -> middle.yieldFrom(generator(leaf -> {
                    for (int i = 0;; i++) {
                        leaf.yield(i);
                    }
                })))));
        SmallStack.exhaust(root);
        assertThat(root.state()).isIn(Generator.State.SUSPENDED, Generator.State.CLOSED);
        try {
            root.next();
        } catch (StackOverflowError | StopIteration _) {
            // What a yieldFrom has failed with is thrown at it as soon as there is room.
            assertThat(root.state()).isEqualTo(Generator.State.CLOSED);
        }
        root.close();
        assertThat(root.state()).isEqualTo(Generator.State.CLOSED);
    }
}
