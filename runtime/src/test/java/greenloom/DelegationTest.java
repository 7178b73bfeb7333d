package greenloom;

import static greenloom.Async.generator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code yieldFrom}, as CPython's test_yield_from.py has it. */
class DelegationTest {
    private final Trail trail = new Trail();

    /** Yields each of {@code values} and tells what it is sent, with its begin and its end. */
    private Generator<String, Object, @Nullable Void> telling(String name, String... values) {
        return generator(co -> {
            trail.add("Starting " + name);
            try {
                for (String value : values) {
                    Object got = co.yield(name + " " + value);
                    if (got != null) {
                        trail.add(name + " received " + got);
                    }
                }
            } finally {
                trail.add("Finishing " + name);
            }
        });
    }

    private Generator<String, Object, @Nullable Void> around(Generator<String, Object, ?> inner) {
        return generator(co -> {
            trail.add("Starting g1");
            try {
                tellSent(co.yield("g1 ham"));
                co.yieldFrom(inner);
                tellSent(co.yield("g1 eggs"));
            } finally {
                trail.add("Finishing g1");
            }
        });
    }

    private void tellSent(@Nullable Object got) {
        if (got != null) {
            trail.add("g1 received " + got);
        }
    }

    private final Generator<String, Object, @Nullable Void> nested = around(telling("g2", "spam", "more spam"));

    private void nextTwice() {
        trail.add("Yielded " + nested.next());
        trail.add("Yielded " + nested.next());
    }

    private void isTwoNextsAndThen(String... expected) {
        assertThat(trail.steps()).startsWith("Starting g1", "Yielded g1 ham", "Starting g2", "Yielded g2 spam");
        assertThat(trail.steps().subList(4, trail.steps().size())).containsExactly(expected);
    }

    @Test
    @Case({"G201 py/test_yield_from.py:21", "G202 py/test_yield_from.py:75"})
    void nextGoesToTheInnerOne() {
        nested.forEach(value -> trail.add("Yielded " + value));
        isTwoNextsAndThen("Yielded g2 more spam", "Finishing g2", "Yielded g1 eggs", "Finishing g1");
    }

    @Test
    @Case("G15 py/test_yield_from.py:141")
    void sendGoesToTheInnerOne() {
        trail.add("Yielded " + nested.next());
        for (int i = 1;; i++) {
            try {
                trail.add("Yielded " + nested.send(i));
            } catch (StopIteration _) {
                break;
            }
        }
        trail.is("Starting g1", "Yielded g1 ham", "g1 received 1", "Starting g2", "Yielded g2 spam", "g2 received 2",
                "Yielded g2 more spam", "g2 received 3", "Finishing g2", "Yielded g1 eggs", "g1 received 4",
                "Finishing g1");
    }

    @Test
    @Case("G16 py/test_yield_from.py:226")
    void closeClosesTheInnerOneFirst() {
        nextTwice();
        nested.close();
        isTwoNextsAndThen("Finishing g2", "Finishing g1");
    }

    @Test
    @Case("G203 py/test_yield_from.py:301")
    void whatIsThrownInGoesThroughTheInnerOne() {
        nextTwice();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nested.throwInto(new IllegalArgumentException("tomato ejected")))
                .withMessage("tomato ejected");
        isTwoNextsAndThen("Finishing g2", "Finishing g1");
    }

    private Generator<String, Object, @Nullable Void> failing(boolean atOnce) {
        return generator(co -> {
            trail.add("Starting g2");
            if (!atOnce) {
                co.yield("g2 spam");
            }
            trail.add("Finishing g2");
            throw new IllegalArgumentException("spanish inquisition occurred");
        });
    }

    @Test
    @Case({"G204 py/test_yield_from.py:44", "G205 py/test_yield_from.py:573"})
    void aFailureBeforeTheFirstYieldRisesInTheOuterOne() {
        Generator<String, Object, @Nullable Void> outer = around(failing(true));
        outer.next();
        assertThatIllegalArgumentException().isThrownBy(outer::next).withMessage("spanish inquisition occurred");
        trail.is("Starting g1", "Starting g2", "Finishing g2", "Finishing g1");
    }

    @Test
    @Case({"G206 py/test_yield_from.py:104", "G207 py/test_yield_from.py:185"})
    void aFailureOnNextOrSendRisesInTheOuterOne() {
        for (Object sent : Arrays.asList(null, "spam")) {
            Generator<String, Object, @Nullable Void> outer = around(failing(false));
            outer.next();
            outer.next();
            assertThatIllegalArgumentException().isThrownBy(() -> outer.send(sent));
        }
        assertThat(trail.steps()).containsExactly("Starting g1", "Starting g2", "Finishing g2", "Finishing g1",
                "Starting g1", "Starting g2", "Finishing g2", "Finishing g1");
    }

    @Test
    @Case("G208 py/test_yield_from.py:260")
    void aFailureWhileTheInnerOneIsClosedRises() {
        Generator<String, Object, @Nullable Void> outer = around(generator(co -> {
            try {
                co.yield("g2 spam");
            } catch (GeneratorExit _) {
                throw new IllegalArgumentException("nybbles have exploded with delight");
            }
        }));
        outer.next();
        outer.next();
        assertThatIllegalArgumentException().isThrownBy(outer::close).withMessageStartingWith("nybbles");
        trail.is("Starting g1", "Finishing g1");
        assertThat(outer.state()).isEqualTo(Generator.State.CLOSED);
    }

    static List<@Nullable Object> results() {
        return Arrays.asList(null, 1, List.of(2), new StopIteration(3));
    }

    private Generator<Integer, String, @Nullable Object> resulting(@Nullable Object result) {
        return Generator.returning(co -> {
            trail.add("sent " + co.yield(1));
            return result;
        });
    }

    @ParameterizedTest
    @MethodSource("results")
    @Case({"G209 py/test_yield_from.py:376", "G210 py/test_yield_from.py:365"})
    void itsValueIsWhatTheInnerOneReturned(@Nullable Object result) {
        Generator<Integer, String, @Nullable Object> outer = Generator
                .returning(co -> co.yieldFrom(resulting(result)));
        assertThat(outer).containsExactly(1);
        assertThat(outer.returnValue()).isSameAs(result);
    }

    @ParameterizedTest
    @MethodSource("results")
    @Case({"G211 py/test_yield_from.py:670", "G212 py/test_yield_from.py:712"})
    void theEndOfABodyCarriesWhatItReturned(@Nullable Object result) {
        for (String sent : Arrays.asList(null, "spam")) {
            Generator<Integer, String, @Nullable Object> g = resulting(result);
            g.next();
            assertThatExceptionOfType(StopIteration.class).isThrownBy(() -> g.send(sent))
                    .satisfies(end -> assertThat(end.value()).isSameAs(result));
        }
        trail.is("sent null", "sent spam");
    }

    @ParameterizedTest
    @MethodSource("results")
    @Case("G213 py/test_yield_from.py:759")
    void anInnerOneThatCatchesAndReturnsEndsTheDelegation(@Nullable Object result) {
        Generator<@Nullable Object, Object, @Nullable Void> outer = generator(co -> {
            Generator<@Nullable Object, Object, @Nullable Object> inner = Generator.returning(in -> {
                try {
                    in.yield(1);
                } catch (IllegalArgumentException _) {
                    trail.add("caught");
                }
                return result;
            });
            co.yield(co.yieldFrom(inner));
        });
        assertThat(outer.next()).isEqualTo(1);
        assertThat(outer.throwInto(new IllegalArgumentException())).isSameAs(result);
        trail.is("caught");
    }

    @Test
    @Case("G214 py/test_yield_from.py:627")
    void whatTheInnerOneYieldsWhenThrownIntoComesOut() {
        Generator<String, Object, @Nullable Void> outer = around(generator(co -> {
            try {
                co.yield("g2 spam");
            } catch (IllegalArgumentException _) {
                co.yield("g2 lunch saved");
                co.yield("g2 yet more spam");
            }
        }));
        outer.next();
        outer.next();
        assertThat(outer.throwInto(new IllegalArgumentException("tomato ejected"))).isEqualTo("g2 lunch saved");
        assertThat(outer).containsExactly("g2 yet more spam", "g1 eggs");
    }

    @Test
    @Case({"G215 py/test_yield_from.py:341", "G216 py/test_yield_from.py:427", "G217 py/test_yield_from.py:443"})
    void yieldAllYieldsWhatAnIterableHolds() {
        assertThat(new StopIteration("spam").value()).isEqualTo("spam");
        assertThat(new StopIteration(null).value()).isNull();
        Generator<Integer, Object, @Nullable Void> g = generator(co -> co.yieldAll(List.of(0, 1, 2)));
        assertThat(g.send(null)).isZero();
        assertThat(g).containsExactly(1, 2);
        assertThat(catchThrowable(Async.<Integer, Object>generator(co -> co.yieldAll(List.of()))::next))
                .isInstanceOf(StopIteration.class);
    }

    @Test
    @Case({"G218 py/test_yield_from.py:460", "G219 py/test_yield_from.py:482", "G220 py/test_yield_from.py:879"})
    void closeAndThrowEndAYieldAll() {
        for (boolean closes : new boolean[] {true, false}) {
            Generator<Integer, Object, @Nullable Void> g = generator(co -> {
                try {
                    co.yieldAll(List.of(0, 1, 2));
                    trail.add("not here");
                } finally {
                    trail.add("finishing");
                }
            });
            g.next();
            if (closes) {
                g.close();
            } else {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> g.throwInto(new IllegalArgumentException("tomato ejected")));
            }
        }
        trail.is("finishing", "finishing");
    }

    @Test
    @Case("G221 py/test_yield_from.py:592")
    @SuppressWarnings({"unchecked", "rawtypes"}) // A generator that knows itself.
    void aCircleIsRefused() {
        Generator<String, Object, ?>[] outer = new Generator[1];
        outer[0] = around(generator(co -> {
            co.yield("y2");
            co.yieldFrom(outer[0]);
        }));
        trail.add(outer[0].next());
        trail.add(outer[0].next());
        assertThatIllegalStateException().isThrownBy(outer[0]::next)
                .withMessageStartingWith("generator already executing");
        trail.is("Starting g1", "g1 ham", "y2", "Finishing g1");
    }

    @Test
    @Case("G222 py/test_yield_from.py:884")
    @SuppressWarnings({"unchecked", "rawtypes"}) // A generator that knows itself.
    void whoDelegatesIsRunningWhileTheInnerOneRuns() {
        Generator<Integer, Object, ?>[] outer = new Generator[1];
        outer[0] = generator(co -> {
            co.yield(0);
            co.yieldFrom(generator(in -> {
                in.yield(1);
                trail.add(outer[0].state());
                trail.add(outer[0].delegate());
                try {
                    in.yieldFrom(outer[0]);
                } catch (IllegalStateException _) {
                    in.yield(2);
                }
            }));
            co.yield(3);
        });
        assertThat(outer[0]).containsExactly(0, 1, 2, 3);
        trail.is("RUNNING", "null");
    }

    private Generator<Integer, Object, @Nullable Void> aroundOneThatCatchesTheExit(boolean yields) {
        return generator(co -> {
            trail.add("Enter g");
            co.yieldFrom(generator(in -> {
                trail.add("Enter f");
                try {
                    in.yield(1);
                } catch (GeneratorExit _) {
                    if (yields) {
                        in.yield(2);
                    }
                }
            }));
            trail.add("Exit g");
        });
    }

    @Test
    @Case("G18 py/test_yield_from.py:788")
    void aGeneratorExitThatTheInnerOneCatchesRisesInTheOuterOne() {
        Generator<Integer, Object, @Nullable Void> g = aroundOneThatCatchesTheExit(false);
        g.next();
        assertThat(catchThrowable(() -> g.throwInto(new GeneratorExit()))).isInstanceOf(GeneratorExit.class);
        trail.is("Enter g", "Enter f");
    }

    @Test
    @Case({"G223 py/test_yield_from.py:818", "G224 py/test_yield_from.py:848"})
    void anInnerOneThatYieldsWhenItShallCloseIsTold() {
        Generator<Integer, Object, @Nullable Void> g = aroundOneThatCatchesTheExit(true);
        g.next();
        assertThatIllegalStateException().isThrownBy(() -> g.throwInto(new GeneratorExit()))
                .withMessageStartingWith("generator ignored GeneratorExit");
        trail.is("Enter g", "Enter f");
    }

    @Test
    @Case("G225 py/test_yield_from.py:959")
    void whoDelegatesIsSeenInTheTraceOfAFailure() {
        Generator<Integer, Object, @Nullable Void> g = generator(this::spam);
        assertThat(catchThrowable(g::next).getStackTrace()).extracting(StackTraceElement::getMethodName)
                .containsSubsequence("eggs", "spam");
    }

    private void spam(Yielder<Integer, Object> co) {
        co.yieldFrom(generator(DelegationTest::eggs));
    }

    private static void eggs(Yielder<Integer, Object> co) {
        throw new UnsupportedOperationException();
    }

    @Test
    @Case({"G226 py/test_yield_from.py:994", "G227 py/test_yield_from.py:1033"})
    void threeDeepASentListArrivesAsItIs() {
        Generator<Integer, List<Integer>, @Nullable List<Integer>> outer = Generator
                .returning(co -> co.yieldFrom(Generator.<Integer, List<Integer>, @Nullable List<Integer>>returning(
                        in -> in.yieldFrom(Generator.<Integer, List<Integer>, @Nullable List<Integer>>returning(
                                innermost -> innermost.yield(42))))));
        assertThat(outer.next()).isEqualTo(42);
        assertThatExceptionOfType(StopIteration.class).isThrownBy(() -> outer.send(List.of(1, 2, 3, 4)))
                .satisfies(end -> assertThat(end.value()).isEqualTo(List.of(1, 2, 3, 4)));
    }
}
