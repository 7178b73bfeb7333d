package greenloom;

import static greenloom.Async.joinAll;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

class ParkedTest {
    /**
     * Run in a JVM of its own. The frames of code that is not compiled yet take a multiple: so it is looked at again and again until the compiler is
     * done, and the round that needed least counts. By what the compiler has put together, a stack then takes 310 to 390 bytes, and a greenlet less
     * than a kilobyte; the limit leaves room for another compiler.
     */
    static final class Program {
        private static final int GREENLETS = 50_000;
        private static final int ROUNDS = 40;
        private static final int LIMIT = 1100;

        public static void main(String[] args) {
            EventLoop.run(EventLoop.options().patience(0), () -> {
                long least = Long.MAX_VALUE;
                for (int round = 0; round < ROUNDS && least > LIMIT; round++) {
                    least = Math.min(least, bytesOfOne());
                }
                System.out.println(least <= LIMIT ? "about a kilobyte at most" : least + " bytes");
            });
        }

        private static long bytesOfOne() {
            long before = used();
            Event event = new Event();
            Greenlet<?>[] all = new Greenlet<?>[GREENLETS];
            for (int i = 0; i < GREENLETS; i++) {
                all[i] = spawn(() -> event.await());
            }
            sleep(0);
            long after = used();
            event.set();
            joinAll(all);
            return (after - before) / GREENLETS;
        }

        private static long used() {
            System.gc();
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "greenloom.engine", matches = "portable", disabledReason = "engines do not take part in it")
    void aGreenletThatWaitsCostsAboutAKilobyteAtMost() throws Exception {
        List<String> options = Stream.concat(OwnJvm.OPENED.stream(), Stream.of("-Xmx1g", "-XX:+UseSerialGC")).toList();
        assertThat(OwnJvm.output(options, Program.class)).isEqualTo("about a kilobyte at most\n");
    }
}
