package greenloom;

import static greenloom.RawGreenletTest.switchToParent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;

/** Exceptions and the ends of raw greenlets, as {@code greenlet} has them. */
@Timeout(20)
class RawGreenletThrowTest {
    private final Trail trail = new Trail();

    private @Nullable Object failingAfterASwitch(@Nullable Object argument) {
        try {
            switchToParent();
        } catch (Throwable e) {
            trail.add(e.getMessage());
            throw e;
        }
        throw new IllegalStateException("its own");
    }

    private static @Nullable Object catching(@Nullable Object argument) {
        try {
            switchToParent("ok");
        } catch (IllegalArgumentException e) {
            switchToParent("caught " + e.getMessage());
            return "end";
        }
        return "not thrown";
    }

    @Everywhere
    @Case("L03 gl/test_throw.py:52")
    void aGreenletExitIsTheValue() {
        RawGreenlet g = RawGreenlet.of(_ -> {
            switchToParent("ok");
            return "fail";
        });
        assertThat(g.switchTo()).isEqualTo("ok");
        assertThat(g.throwInto()).isInstanceOf(GreenletExit.class);
        assertThat(g.isDead()).isTrue();
        assertThat(g.throwInto()).isInstanceOf(GreenletExit.class);
    }

    private static @Nullable Object readyToCatch(@Nullable Object argument) {
        try {
            switchToParent("ready to catch");
        } catch (IndexOutOfBoundsException _) {
            return "caught";
        }
        return "normal exit";
    }

    @Everywhere
    @Case("L05a gl/test_throw.py:73")
    void neitherItNorAParentThatHasNotBegunCatches() {
        RawGreenlet parent = RawGreenlet.of(RawGreenletThrowTest::readyToCatch);
        RawGreenlet child = RawGreenlet.of(_ -> "never", parent);
        assertThatThrownBy(() -> child.throwInto(new IndexOutOfBoundsException()))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(child.isDead()).isTrue();
        assertThat(parent.isDead()).isTrue();
    }

    @Everywhere
    @Case("L05 gl/test_throw.py:80")
    void aParentThatWaitsCatchesForAChildThatHasNotBegun() {
        RawGreenlet parent = RawGreenlet.of(RawGreenletThrowTest::readyToCatch);
        RawGreenlet child = RawGreenlet.of(_ -> "never", parent);
        assertThat(parent.switchTo()).isEqualTo("ready to catch");
        assertThat(child.throwInto(new IndexOutOfBoundsException())).isEqualTo("caught");
        assertThat(child.isDead()).isTrue();
        assertThat(parent.isDead()).isTrue();
    }

    @Everywhere
    @Case("L05b gl/test_throw.py:88")
    void aParentThatWaitsCatchesForAChildThatWaits() {
        RawGreenlet main = RawGreenlet.current();
        RawGreenlet parent = RawGreenlet.of(RawGreenletThrowTest::readyToCatch);
        RawGreenlet child = RawGreenlet.of(_ -> main.switchTo("from the child"), parent);
        assertThat(parent.switchTo()).isEqualTo("ready to catch");
        assertThat(child.switchTo()).isEqualTo("from the child");
        assertThat(child.throwInto(new IndexOutOfBoundsException())).isEqualTo("caught");
        assertThat(child.isDead()).isTrue();
        assertThat(parent.isDead()).isTrue();
    }

    @Everywhere
    @Case("L41 gl/test_greenlet.py:219")
    void aFailureRisesThroughParents() {
        RawGreenlet g1 = RawGreenlet.of(this::failingAfterASwitch);
        RawGreenlet g2 = RawGreenlet.of(this::failingAfterASwitch);
        g1.switchTo();
        g2.switchTo();
        g2.setParent(g1);
        assertThat(trail.steps()).isEmpty();
        assertThatThrownBy(g2::switchTo).isInstanceOf(IllegalStateException.class).hasMessage("its own");
        assertThat(g2.switchTo()).isNull();
        assertThat(g2.switchTo(25)).isEqualTo(25);
        trail.is("its own");
    }

    @Everywhere
    @Case("L42 gl/test_greenlet.py:247")
    void aChildThatFailsThrowsIntoItsParent() {
        RawGreenlet g1 = RawGreenlet.of(this::failingAfterASwitch);
        g1.switchTo();
        RawGreenlet crasher = RawGreenlet.of(exception -> {
            throw (IOException) Objects.requireNonNull(exception);
        }, g1);
        assertThatThrownBy(() -> crasher.switchTo(new IOException("sent"))).isInstanceOf(IOException.class);
        trail.is("sent");
    }

    @Everywhere
    @Case({"L43 gl/test_throw.py:12", "L44 gl/test_throw.py:26", "L45 gl/test_extension_interface.py:61"})
    void itCatchesAndGoesOn() {
        RawGreenlet g = RawGreenlet.of(RawGreenletThrowTest::catching);
        assertThat(g.switchTo()).isEqualTo("ok");
        assertThat(g.throwInto(new IllegalArgumentException("ciao"))).isEqualTo("caught ciao");
        assertThat(g.switchTo()).isEqualTo("end");
    }

    @Everywhere
    @Case("L46 gl/test_greenlet.py:501")
    void whatIsThrownIntoOneThatHasNotBegunIsNotLost() {
        RawGreenlet g = RawGreenlet.of(_ -> {
            trail.add("ran");
            return null;
        });
        assertThatThrownBy(() -> g.throwInto(new IOException("in"))).isInstanceOf(IOException.class).hasMessage("in");
        assertThat(g.isDead()).isTrue();
        g.switchTo();
        assertThat(trail.steps()).isEmpty();
    }

    @Everywhere
    @Case("L47 gl/test_throw.py:122")
    @SuppressWarnings("NullAway") // Null is what is being refused.
    void nullIsNoException() {
        RawGreenlet g = RawGreenlet.of(RawGreenletThrowTest::catching);
        assertThatNullPointerException().isThrownBy(() -> g.throwInto(null));
        assertThat(g.switchTo()).isEqualTo("ok");
    }

    @Everywhere
    void aGreenletExitThatTheMainOneThrowsIntoItselfRises() {
        assertThatThrownBy(() -> RawGreenlet.current().throwInto()).isInstanceOf(GreenletExit.class);
    }

    @Everywhere
    void oneThatHasNotBegunIsEndedQuietlyByAGreenletExit() {
        RawGreenlet g = RawGreenlet.of(_ -> "never");
        assertThat(g.throwInto()).isInstanceOf(GreenletExit.class);
        assertThat(g.isDead()).isTrue();
    }

    @Everywhere
    void finallyBlocksRunAndACaughtGreenletExitIsOver() {
        RawGreenlet g = RawGreenlet.of(_ -> {
            try {
                return switchToParent();
            } catch (GreenletExit _) {
                switchToParent("not yet");
                return "done";
            } finally {
                trail.add("finally");
            }
        });
        g.switchTo();
        assertThat(g.throwInto()).isEqualTo("not yet");
        assertThat(g.switchTo()).isEqualTo("done");
        trail.is("finally");
    }

    @Everywhere
    void anErrorRisesAsItIs() {
        RawGreenlet g = RawGreenlet.of(_ -> {
            throw new StackOverflowError("meant");
        });
        assertThatThrownBy(g::switchTo).isInstanceOf(StackOverflowError.class).hasMessage("meant");
        assertThatThrownBy(() -> g.throwInto(new IOException("into a dead one"))).isInstanceOf(IOException.class);
    }
}
