package greenloom;

import static greenloom.RawGreenletTest.switchToParent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Timeout;

/** {@code greenlet.settrace}. */
@Timeout(20)
class RawGreenletTraceTest {
    private final Trail trail = new Trail();

    private void record(String event, RawGreenlet origin, RawGreenlet target) {
        trail.add(event + " " + origin.name() + ">" + target.name());
    }

    @Everywhere
    @Case("L10 gl/test_tracing.py:50")
    void switchesAndThrowsAreTold() {
        RawGreenlet.setTrace(this::record);
        RawGreenlet.of("g1", _ -> null).switchTo();
        RawGreenlet failing = RawGreenlet.of("g2", _ -> {
            throw new IOException("out");
        });
        assertThatThrownBy(failing::switchTo).isInstanceOf(IOException.class);
        RawGreenlet.setTrace(null);
        RawGreenlet.of("g3", _ -> null).switchTo();
        trail.is("switch main>g1", "switch g1>main", "switch main>g2", "throw g2>main");
    }

    @Everywhere
    @Case("L10a gl/test_tracing.py:70")
    void aTracerThatFailsIsToldNoMoreAndItsExceptionSurfaces() {
        RawGreenlet g = RawGreenlet.of("g", _ -> switchToParent());
        g.switchTo();
        RawGreenlet.setTrace((event, origin, target) -> {
            record(event, origin, target);
            throw new IllegalStateException("tracer");
        });
        assertThatIllegalStateException().isThrownBy(g::switchTo).withMessage("tracer");
        assertThat(RawGreenlet.setTrace(null)).isNull();
        trail.is("switch main>g");
    }

    @Everywhere
    @Case("L61 gl/test_tracing.py:84")
    void whoWasToldUntilNowComesBack() {
        RawGreenlet.Tracer tracer = this::record;
        assertThat(RawGreenlet.setTrace(tracer)).isNull();
        assertThat(RawGreenlet.setTrace(tracer)).isSameAs(tracer);
        assertThat(RawGreenlet.setTrace(null)).isSameAs(tracer);
    }

    @Everywhere
    void throwsIntoAreTold() {
        RawGreenlet waiting = RawGreenlet.of("waiting", _ -> switchToParent());
        waiting.switchTo();
        RawGreenlet unbegun = RawGreenlet.of("unbegun", _ -> null);
        RawGreenlet.setTrace(this::record);
        waiting.throwInto();
        assertThatThrownBy(() -> unbegun.throwInto(new IOException())).isInstanceOf(IOException.class);
        RawGreenlet.setTrace(null);
        trail.is("throw main>waiting", "switch waiting>main", "throw main>unbegun", "throw unbegun>main");
    }

    @Everywhere
    void whatATracerThrowsWhileAnUnbegunOneDiesSurfaces() {
        RawGreenlet unbegun = RawGreenlet.of("unbegun", _ -> null);
        RawGreenlet.setTrace((_, _, _) -> {
            throw new IllegalStateException("tracer");
        });
        assertThatIllegalStateException().isThrownBy(() -> unbegun.throwInto(new IOException())).withMessage("tracer");
        assertThat(unbegun.isDead()).isTrue();
    }

    @Everywhere
    @Case("L64 gl/test_tracing.py:209")
    void switchesBetweenSiblingsAreTold() {
        RawGreenlet.setTrace(this::record);
        RawGreenlet[] both = new RawGreenlet[2];
        both[0] = RawGreenlet.of("a", _ -> {
            both[1].switchTo();
            return 42;
        });
        both[1] = RawGreenlet.of("b", _ -> both[0].switchTo());
        assertThat(both[0].switchTo()).isEqualTo(42);
        RawGreenlet.setTrace(null);
        trail.is("switch main>a", "switch a>b", "switch b>a", "switch a>main");
    }
}
