package greenloom;

import static greenloom.Async.joinAll;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

class MillionTest {
    /** Run in a JVM of its own. */
    static final class Program {
        private static final int MILLION = 1_000_000;
        private static int waiting;

        public static void main(String[] args) {
            EventLoop.run(EventLoop.options().patience(0), () -> {
                Event event = new Event();
                Greenlet<?>[] all = new Greenlet<?>[MILLION];
                for (int i = 0; i < MILLION; i++) {
                    all[i] = spawn(() -> {
                        waiting++;
                        event.await();
                        waiting--;
                    });
                    if (i % 10_000 == 0) {
                        sleep(0); // They begin as they come, and wait.
                    }
                }
                sleep(0);
                System.out.println(waiting + " at once");
                event.set();
                joinAll(all);
                System.out.println(waiting + " left");
            });
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "greenloom.engine", matches = "portable", disabledReason = "engines do not take part in it")
    void aMillionGreenletsWaitAtOnceInTwoGibibytes() throws Exception {
        List<String> options = Stream.concat(OwnJvm.OPENED.stream(),
                Stream.of("-Xmx1900m", "-XX:+UseSerialGC", "-Xmn150m")).toList();
        assertThat(OwnJvm.output(options, Program.class)).isEqualTo("1000000 at once\n0 left\n");
    }
}
