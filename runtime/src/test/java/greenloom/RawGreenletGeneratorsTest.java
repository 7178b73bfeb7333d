package greenloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;

/** Generators that a user builds out of raw greenlets: a yield is a switch to the parent, which is whoever asks for the next value. */
@Timeout(20)
class RawGreenletGeneratorsTest {
    private final Map<RawGreenlet, Genlet<?>> genlets = new HashMap<>();
    private final Trail trail = new Trail();

    /** Yields what its body gives to {@link #give}. */
    private final class Genlet<T> implements Iterator<T> {
        private final RawGreenlet greenlet;
        private @Nullable T next;
        private boolean fetched;

        /** Yields to its own consumer from further inside, and so goes on first. */
        private @Nullable Genlet<?> inside;

        Genlet(Runnable body) {
            greenlet = RawGreenlet.of(_ -> {
                body.run();
                return null;
            });
            genlets.put(greenlet, this);
        }

        @Override
        @SuppressWarnings("unchecked") // Its body gives T only.
        public boolean hasNext() {
            if (!fetched) {
                fetched = true;
                RawGreenlet innermost = greenlet;
                if (inside != null) {
                    innermost = inside.greenlet;
                    inside = null;
                } else {
                    greenlet.setParent(RawGreenlet.current());
                }
                next = (T) innermost.switchTo();
            }
            return !greenlet.isDead();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The genlet has ended");
            }
            fetched = false;
            return Objects.requireNonNull(next);
        }
    }

    private void give(Object value) {
        give(value, 1);
    }

    private void give(Object value, int levels) {
        RawGreenlet target = RawGreenlet.current();
        Genlet<?> inside = null;
        for (int level = 0; level < levels; level++) {
            Genlet<?> genlet = genlets.get(target);
            if (genlet == null) {
                throw new IllegalStateException("yield outside a genlet");
            }
            if (inside != null) {
                genlet.inside = inside;
            }
            inside = genlet;
            target = Objects.requireNonNull(target.parent());
        }
        target.switchTo(value);
    }

    private Genlet<Integer> counting(int end, Consumer<Integer> yielding) {
        return new Genlet<>(() -> {
            for (int i = 0; i < end; i++) {
                trail.add(i + 1);
                yielding.accept(i);
            }
        });
    }

    private void consume(Genlet<Integer> genlet) {
        genlet.forEachRemaining(trail::add);
    }

    @Everywhere
    @Case({"L91 gl/test_generator.py:48", "L92 gl/test_generator_nested.py:151"})
    void valuesComeOneAtATime() {
        for (int round = 0; round < 3; round++) {
            consume(counting(3, this::give));
            consume(counting(3, this::deeper));
        }
        assertThat(trail.steps()).hasSize(36).startsWith("1", "0", "2", "1", "3", "2", "1", "0", "2", "1", "3", "2");
    }

    private void deeper(Integer value) {
        give(value);
    }

    private static <T> List<T> values(Genlet<T> genlet) {
        List<T> all = new ArrayList<>();
        genlet.forEachRemaining(all::add);
        return all;
    }

    private Genlet<Integer> upTo(int n) {
        return new Genlet<>(() -> {
            if (n > 0) {
                upTo(n - 1).forEachRemaining(this::give);
                give(n);
            }
        });
    }

    @Everywhere
    @Case("L93 gl/test_generator_nested.py:165")
    void theyNest() {
        assertThat(values(upTo(5))).containsExactly(1, 2, 3, 4, 5);
    }

    @Everywhere
    @Case("L94 gl/test_generator_nested.py:128")
    void oneYieldsPastItsConsumer() {
        Genlet<Integer> outer = new Genlet<>(() -> {
            Genlet<Integer> inner = new Genlet<>(() -> IntStream.range(1, 5).forEach(i -> {
                give(i);
                give(i * i, 2);
            }));
            inner.forEachRemaining(trail::add);
        });
        consume(outer);
        trail.is(1, 1, 2, 4, 3, 9, 4, 16);
    }

    private Genlet<List<Integer>> permutations(List<Integer> of) {
        return new Genlet<>(() -> {
            if (of.size() <= 1) {
                give(of);
                return;
            }
            for (Integer first : of) {
                for (List<Integer> rest : values(
                        permutations(of.stream().filter(other -> !other.equals(first)).toList()))) {
                    List<Integer> whole = new ArrayList<>(List.of(first));
                    whole.addAll(rest);
                    give(whole);
                }
            }
        });
    }

    @Everywhere
    @Case("L95 gl/test_generator_nested.py:135")
    void permutationsAreEnumerated() {
        assertThat(values(permutations(List.of(0, 1, 2, 3)))).hasSize(24).doesNotHaveDuplicates()
                .contains(List.of(0, 1, 2, 3), List.of(3, 2, 1, 0));
        Genlet<List<Integer>> four = permutations(List.of(0, 1, 2, 3));
        List<List<Integer>> sideBySide = new ArrayList<>();
        Genlet<List<Integer>> three = permutations(List.of(0, 1, 2));
        while (three.hasNext()) {
            sideBySide.add(four.next());
            sideBySide.add(three.next());
        }
        assertThat(sideBySide).startsWith(List.of(0, 1, 2, 3), List.of(0, 1, 2), List.of(0, 1, 3, 2), List.of(0, 2, 1))
                .endsWith(List.of(0, 3, 2, 1), List.of(2, 1, 0)).hasSize(12);
    }

    @Everywhere
    @Case("L96 gl/test_generator_nested.py:159")
    void aYieldOutsideIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> give(10)).withMessage("yield outside a genlet");
    }
}
