package greenloom.kernel.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackPressureTest {
    private static final int MANY = 3 * Meter.ALLOWANCE / 1000;

    private static final ThreadLocal<Cell> OWNER = new ThreadLocal<>();

    private final SinkRecorder sink = new SinkRecorder();
    private final Outputs outputs = new Outputs(sink, OWNER::get);
    private final Cell flooding = Cell.detached(1);
    private final Cell other = Cell.detached(2);
    private final AtomicInteger written = new AtomicInteger();

    @BeforeEach
    void start() {
        outputs.begin(other);
        outputs.start();
        sink.hold();
    }

    @AfterEach
    void close() throws InterruptedException {
        sink.goOn();
        outputs.close(1000);
    }

    @Test
    void aFloodIsHeldUntilItIsTaken() throws InterruptedException {
        Thread flood = flood();
        awaitHeld(flood);
        assertThat(written.get()).isLessThan(MANY);
        sink.goOn();
        flood.join();
        outputs.flush(flooding);
        assertThat(sink.text(1, "stdout")).hasSize(MANY * 1000);
    }

    @Test
    void theWritersOfOtherCellsAreNotHeld() throws InterruptedException {
        Thread flood = flood();
        awaitHeld(flood);
        Thread.ofVirtual().start(() -> outputs.write(Stream.STDOUT, "through")).join();
        sink.goOn();
        flood.join();
        outputs.flush(other);
        assertThat(sink.text(2, "stdout")).isEqualTo("through");
    }

    @Test
    void anInterruptIsHandedOnAndNothingIsLost() throws InterruptedException {
        Thread flood = flood();
        awaitHeld(flood);
        flood.interrupt();
        sink.goOn();
        flood.join();
        outputs.flush(flooding);
        assertThat(sink.text(1, "stdout")).hasSize(MANY * 1000);
        assertThat(written.get()).isEqualTo(-MANY);
    }

    /** Writes MANY times 1000 characters; counts, and in the end turns the count negative if it finds itself interrupted. */
    private Thread flood() {
        return Thread.ofVirtual().start(() -> {
            OWNER.set(flooding);
            for (int i = 0; i < MANY; i++) {
                outputs.write(Stream.STDOUT, "x".repeat(1000));
                written.incrementAndGet();
            }
            if (Thread.interrupted()) {
                written.set(-written.get());
            }
        });
    }

    private static void awaitHeld(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
