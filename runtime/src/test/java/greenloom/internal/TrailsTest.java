package greenloom.internal;

import static greenloom.Async.gatherSettled;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.EventLoop;
import greenloom.Greenlet;
import greenloom.internal.Trails.Trail;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrailsTest {
    private static Greenlet<Object> failing(Throwable exception) {
        return spawn("failing", () -> {
            throw Sneaky.rethrow(exception);
        });
    }

    @Test
    void anExceptionThatLeftNoGreenletHasNone() {
        assertThat(Trails.of(new IllegalStateException(), null)).isNull();
    }

    @Test
    void theGreenletThatFailedComesFirstAndThenWhoAsked() {
        EventLoop.run(() -> {
            Exception dry = new Exception("dry");
            gatherSettled(failing(dry));
            assertThat(Trails.of(dry, Thread.currentThread())).isInstanceOfSatisfying(Trail.Awaited.class, awaited -> {
                assertThat(awaited.stack()).anyMatch(frame -> frame.getClassName().equals(TrailsTest.class.getName()));
                assertThat(awaited.before()).isInstanceOfSatisfying(Trail.Ended.class, ended -> {
                    assertThat(ended.greenlet()).isEqualTo("failing");
                    assertThat(ended.before()).isNull();
                });
            });
        });
    }

    @Test
    void equalExceptionsAreKeptApart() {
        EventLoop.run(() -> {
            @SuppressWarnings("ThrowableEqualsHashCode") // users do
            class Equal extends Exception {
                @Override
                public boolean equals(@Nullable Object other) {
                    return other instanceof Equal;
                }

                @Override
                public int hashCode() {
                    return 1;
                }
            }
            Equal known = new Equal();
            gatherSettled(failing(known));
            assertThat(Trails.of(known, null)).isNotNull();
            assertThat(Trails.of(new Equal(), null)).isNull();
        });
    }

    @Test
    void oneExceptionOfManyGreenletsKeepsFewOfThem() {
        EventLoop.run(() -> {
            Exception shared = new Exception("shared");
            for (int i = 0; i < 100; i++) {
                gatherSettled(List.of(failing(shared)));
            }
            int steps = 0;
            for (Trail each = Trails.of(shared, null); each != null; each = each.before()) {
                steps++;
            }
            assertThat(steps).isBetween(1, 200);
        });
    }
}
