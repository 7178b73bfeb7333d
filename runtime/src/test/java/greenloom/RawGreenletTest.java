package greenloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;

/** Switching, values, ends and parents, as {@code greenlet} has them. */
@Timeout(20)
class RawGreenletTest {
    private final Trail trail = new Trail();

    static @Nullable Object switchToParent(@Nullable Object... values) {
        return Objects.requireNonNull(RawGreenlet.current().parent()).switchTo(values);
    }

    private RawGreenlet twoSteps() {
        return RawGreenlet.of(_ -> {
            trail.add("first");
            switchToParent();
            trail.add("second");
            return null;
        });
    }

    @Everywhere
    @Case("L01 gl/test_greenlet.py:61")
    void controlGoesToAndFro() {
        RawGreenlet g = RawGreenlet.of(_ -> {
            trail.add(1);
            switchToParent();
            trail.add(3);
            return null;
        });
        trail.add(0);
        g.switchTo();
        trail.add(2);
        g.switchTo();
        trail.add(4);
        trail.is(0, 1, 2, 3, 4);
    }

    @Everywhere
    @Case("L02 gl/test_greenlet.py:389")
    void valuesGoToTheParentAndTheLastIsWhatTheBodyReturns() {
        RawGreenlet g = RawGreenlet.of(x -> {
            switchToParent(Map.of("x", x));
            switchToParent(2, Map.of("x", x));
            return List.of(x, (Integer) x * (Integer) x);
        });
        assertThat(g.switchTo(3)).isEqualTo(Map.of("x", 3));
        assertThat(g.switchTo()).isEqualTo(List.of(2, Map.of("x", 3)));
        assertThat(g.switchTo()).isEqualTo(List.of(3, 9));
    }

    @Everywhere
    @Case("L11 gl/test_greenlet.py:381")
    void theFirstSwitchGivesTheBodyItsArgument() {
        assertThat(RawGreenlet.of(values -> values).switchTo(4, 2)).isEqualTo(List.of(4, 2));
        assertThat(RawGreenlet.of(value -> value).switchTo(4)).isEqualTo(4);
        assertThat(RawGreenlet.of(value -> value).switchTo()).isNull();
        assertThat(RawGreenlet.of(value -> value).switchTo((Object) null)).isNull();
        assertThat(RawGreenlet.of(value -> value).switchTo((Object[]) null)).isNull();
    }

    @Everywhere
    @Case("L12 gl/test_greenlet.py:100")
    void twoChildrenStandWhereTheyWereLeft() {
        RawGreenlet g = twoSteps();
        RawGreenlet h = twoSteps();
        g.switchTo();
        h.switchTo();
        trail.is("first", "first");
        h.switchTo();
        assertThat(h.isDead()).isTrue();
        assertThat(g.isDead()).isFalse();
        g.switchTo();
        assertThat(g.isDead()).isTrue();
        trail.is("first", "first", "second", "second");
    }

    @Everywhere
    @Case("L13 gl/test_greenlet.py:120")
    void aChildHasChildren() {
        RawGreenlet outer = RawGreenlet.of(_ -> {
            trail.add("a");
            RawGreenlet.of(_ -> {
                trail.add("b");
                return switchToParent();
            }).switchTo();
            trail.add("c");
            return null;
        });
        outer.switchTo();
        trail.is("a", "b", "c");
    }

    @Everywhere
    @Case({"L14 gl/test_greenlet.py:90", "L15 gl/test_greenlet.py:1188", "L16 gl/test_extension_interface.py:47"})
    void theParentIsWhoMadeItAndTheMainOneHasNone() {
        RawGreenlet main = RawGreenlet.current();
        assertThat(main.parent()).isNull();
        assertThat(main.isActive()).isTrue();
        assertThat(RawGreenlet.of(_ -> null).parent()).isSameAs(main);
        RawGreenlet g = RawGreenlet.of(_ -> {
            assertThat(RawGreenlet.current().parent()).isSameAs(main);
            return RawGreenlet.of(_ -> null).parent();
        });
        assertThat(g.switchTo()).isSameAs(g);
        assertThat(RawGreenlet.current()).isSameAs(main);
    }

    @Everywhere
    @Case("L07 gl/test_greenlet.py:944")
    void aSwitchToADeadOneGoesToItsParent() {
        RawGreenlet child = RawGreenlet.of(_ -> {
            trail.add(42);
            return null;
        });
        child.switchTo();
        child.setParent(RawGreenlet.of(_ -> {
            trail.add(24);
            return null;
        }));
        assertThat(child.switchTo()).isNull();
        trail.is(42, 24);
        assertThat(child.switchTo("back")).isEqualTo("back");
        assertThat(child.switchTo("back", "again")).isEqualTo(List.of("back", "again"));
    }

    @Everywhere
    @Case("L18 gl/test_greenlet.py:909")
    void whoEndsBeginsAParentThatHasNotBegun() {
        RawGreenlet parent = RawGreenlet.of(x -> List.of(x, 24));
        assertThat(RawGreenlet.of(_ -> 42, parent).switchTo()).isEqualTo(List.of(42, 24));
        assertThat(parent.isDead()).isTrue();
    }

    @Everywhere
    @Case({"L19 gl/test_greenlet.py:894", "L20 gl/test_greenlet.py:923", "L21 gl/test_greenlet.py:492"})
    void aParentThatFailsAtOnceIsHeardOfByItsOwn() {
        RawGreenlet parent = RawGreenlet.of(x -> {
            throw new UnsupportedOperationException("got " + x);
        });
        RawGreenlet child = RawGreenlet.of(_ -> 42, parent);
        assertThatThrownBy(child::switchTo).isInstanceOf(UnsupportedOperationException.class).hasMessage("got 42");
        assertThat(parent.isDead()).isTrue();
        assertThat(child.switchTo("on")).isEqualTo("on");
    }

    @Everywhere
    @Case("L22 gl/test_extension_interface.py:25")
    void aChildIsGivenToAnotherParentWhileItWaits() {
        RawGreenlet main = RawGreenlet.current();
        RawGreenlet foo = RawGreenlet.of(_ -> {
            RawGreenlet bar = RawGreenlet.of(_ -> {
                switchToParent();
                switchToParent("to the new parent");
                throw new AssertionError("never reached");
            });
            bar.switchTo();
            switchToParent(bar);
            throw new AssertionError("never reached");
        });
        RawGreenlet bar = (RawGreenlet) Objects.requireNonNull(foo.switchTo());
        assertThat(bar.parent()).isSameAs(foo);
        bar.setParent(main);
        assertThat(bar.switchTo()).isEqualTo("to the new parent");
    }

    @Everywhere
    @Case({"L23 gl/test_greenlet.py:1220", "L24 gl/test_greenlet.py:1232"})
    void aCyclicParentChainIsRefused() {
        RawGreenlet a = RawGreenlet.of(_ -> null);
        RawGreenlet b = RawGreenlet.of(_ -> null);
        RawGreenlet c = RawGreenlet.of(_ -> null);
        assertThatIllegalArgumentException().isThrownBy(() -> a.setParent(a))
                .withMessageStartingWith("cyclic parent chain");
        a.setParent(b);
        b.setParent(c);
        assertThatIllegalArgumentException().isThrownBy(() -> c.setParent(a))
                .withMessageStartingWith("cyclic parent chain");
        assertThat(c.parent()).isSameAs(RawGreenlet.current());
    }

    @Everywhere
    @Case("L25 gl/test_greenlet.py:1226")
    void theMainOneGetsNoParent() {
        RawGreenlet main = RawGreenlet.current();
        assertThatIllegalStateException().isThrownBy(() -> main.setParent(main))
                .withMessageStartingWith("cannot set the parent of a main greenlet");
    }

    @Everywhere
    @Case("L26 gl/test_greenlet.py:1192")
    @SuppressWarnings("NullAway") // Null is what is being refused.
    void nullIsNoParentNoBodyAndNoName() {
        RawGreenlet g = twoSteps();
        assertThatNullPointerException().isThrownBy(() -> g.setParent(null));
        g.switchTo();
        assertThat(g.isActive()).isTrue();
        assertThatNullPointerException().isThrownBy(() -> g.setParent(null));
        g.switchTo();
        assertThatNullPointerException().isThrownBy(() -> RawGreenlet.of(null)).withMessageContaining("needs a body");
        assertThatNullPointerException().isThrownBy(() -> RawGreenlet.of(_ -> null, null));
        assertThatNullPointerException().isThrownBy(() -> RawGreenlet.of((String) null, _ -> null));
    }

    @Everywhere
    @Case({"L27 gl/test_greenlet.py:1250", "L28 gl/test_greenlet.py:1254", "L29 gl/test_greenlet.py:1263",
            "L30 gl/test_greenlet.py:1302"})
    void theTextTellsTheState() {
        RawGreenlet main = RawGreenlet.current();
        RawGreenlet g = RawGreenlet.of("worker", _ -> switchToParent(main.toString()));
        assertThat(main).hasToString("<RawGreenlet \"main\" current>");
        assertThat(g).hasToString("<RawGreenlet \"worker\" pending>");
        assertThat(g.switchTo()).isEqualTo("<RawGreenlet \"main\" suspended>");
        assertThat(g).hasToString("<RawGreenlet \"worker\" suspended>");
        g.switchTo();
        assertThat(g).hasToString("<RawGreenlet \"worker\" dead>");
        assertThat(g.name()).isEqualTo("worker");
    }

    @Everywhere
    void aStateFollowsTheOther() {
        RawGreenlet g = RawGreenlet.of(_ -> RawGreenlet.current().isActive() && !RawGreenlet.current().isDead());
        assertThat(g.isActive() || g.isDead()).isFalse();
        assertThat(g.switchTo()).isEqualTo(true);
        assertThat(g.isActive()).isFalse();
        assertThat(g.isDead()).isTrue();
    }

    @Everywhere
    @Case({"L33 gl/test_extension_interface.py:12", "L34 gl/test_extension_interface.py:50"})
    void aBodyThatNeverSwitchesIsACall() {
        assertThat(RawGreenlet.of(_ -> 50).switchTo()).isEqualTo(50);
        assertThat(RawGreenlet.of(_ -> -15, RawGreenlet.current()).switchTo()).isEqualTo(-15);
    }

    @Everywhere
    @Case("L35 gl/test_leaks.py:53")
    void theSameArgumentsGoToAndFroAHundredTimes() {
        RawGreenlet g = RawGreenlet.of(first -> {
            Object got = first;
            while (true) {
                got = switchToParent(got);
            }
        });
        List<String> arguments = List.of("a", "b", "c");
        for (int i = 0; i < 100; i++) {
            assertThat(g.switchTo(arguments)).isSameAs(arguments);
        }
    }

    @Everywhere
    @Case("L36 gl/test_tracing.py:247")
    void siblingsSwitchPastTheirParent() {
        RawGreenlet[] both = new RawGreenlet[2];
        both[0] = RawGreenlet.of(first -> {
            Object got = both[1].switchTo(first + ">1");
            return got + ">end";
        });
        both[1] = RawGreenlet.of(got -> both[0].switchTo(got + ">2"));
        assertThat(both[0].switchTo("main")).isEqualTo("main>1>2>end");
        assertThat(both[0].isDead()).isTrue();
        assertThat(both[1].isActive()).isTrue();
    }

    @Everywhere
    void aSwitchToItselfGivesTheValueBack() {
        RawGreenlet main = RawGreenlet.current();
        assertThat(main.switchTo("me")).isEqualTo("me");
        RawGreenlet g = RawGreenlet.of(_ -> RawGreenlet.current().switchTo("itself"));
        assertThat(g.switchTo()).isEqualTo("itself");
    }
}
