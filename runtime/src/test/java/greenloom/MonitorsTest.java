package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Entering {@code synchronized} cannot be interrupted: the greenlet is marked, and stopped at its next wait. */
class MonitorsTest {
    private final Trail trail = new Trail();
    private final Object monitor = new Object();

    @Test
    void whoWaitsForAMonitorIsMarkedAndStoppedAtItsNextWait() {
        EventLoop.run(() -> {
            Greenlet<?> holder = spawn("holding", () -> {
                synchronized (monitor) {
                    sleep(0.05);
                }
            });
            yieldNow();
            Greenlet<?> entering = spawn("entering", () -> {
                synchronized (monitor) {
                    trail.add("inside");
                    sleep(1);
                    trail.add("not reached");
                }
            });
            yieldNow();
            entering.cancel();
            assertThat(entering.isCancelling()).isTrue();
            assertThat(entering).hasToString("<Greenlet \"entering\" pending, cancelling>");
            holder.join();
            entering.join();
            assertThat(entering.isCancelled()).isTrue();
        });
        trail.is("inside");
    }
}
