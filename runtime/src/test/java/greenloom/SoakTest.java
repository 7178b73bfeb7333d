package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.withTimeout;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Greenlets live and end in every way for as long as {@code soak.seconds} says; then the JVM is as it was. Ten minutes with {@code -P soak}. */
@Timeout(1800)
class SoakTest {
    private static final double SECONDS = Double.parseDouble(System.getProperty("soak.seconds", "3"));

    /** Run in a JVM of its own. */
    static final class Program {
        private static final int AT_ONCE = 2000;

        /** A short run has hardly loaded its classes when it is looked at first; what is lost for each of hundreds of thousands is far more. */
        private static final long TOLERANCE = 3 << 20;

        private final SplittableRandom random = new SplittableRandom(7);
        private long lives;
        private long told;

        public static void main(String[] args) {
            LoopOptions options = EventLoop.options().patience(0);
            EventLoop.run(options, () -> new Program().soak(SECONDS));
        }

        private void soak(double seconds) throws Exception {
            EventLoop loop = EventLoop.current();
            loop.setExceptionHandler((_, _) -> told++);
            // What the JDK and the compiler need they have after a while.
            liveFor(seconds / 4);
            State before = State.look(loop);
            liveFor(seconds - seconds / 4);
            State after = State.look(loop);
            // Threads of the JDK's own may have ended meanwhile.
            boolean same = after.tasks == before.tasks && after.threads <= before.threads
                    && after.bytes - before.bytes < TOLERANCE;
            System.out.println(same && told > 0 ? "as it was" : "it changed");
            System.out.println(lives + " lives, " + told + " failures told, " + before + ", then " + after);
        }

        private void liveFor(double seconds) {
            long end = System.nanoTime() + (long) (seconds * 1e9);
            while (System.nanoTime() - end < 0) {
                live();
            }
        }

        /** Many at once, each with a way of its own, and somebody who waits for all. */
        private void live() {
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(one(random.nextInt(10)));
            }
            yieldNow();
            all.forEach(greenlet -> end(greenlet, random.nextInt(4)));
            all.forEach(Greenlet::join);
            lives += AT_ONCE;
        }

        private static Greenlet<?> one(int way) {
            return switch (way) {
                case 0 -> spawn(() -> way);
                case 1 -> spawn(() -> sleep(0.001));
                case 2 -> spawn(() -> sleep(1000));
                case 3 -> spawn(() -> {
                    Thread.sleep(1_000_000);
                });
                case 4 -> spawn(() -> withTimeout(0.001, () -> new Event().await()));
                case 5 -> spawn(() -> {
                    throw new IllegalStateException("meant to fail");
                });
                case 6 -> spawn(() -> new Channel<>(1).get());
                case 7 -> spawn(() -> {
                    try {
                        sleep(1000);
                    } finally {
                        sleep(0.001);
                    }
                });
                case 8 -> spawn(() -> {
                    Thread thread = Thread.startVirtualThread(Thread::yield);
                    thread.join();
                });
                default -> spawn(() -> {
                    try (TaskGroup group = TaskGroup.open()) {
                        group.spawn(() -> sleep(0.001));
                        group.spawn(() -> {
                            yieldNow();
                            throw new IllegalStateException("meant to fail");
                        });
                    }
                });
            };
        }

        private static void end(Greenlet<?> greenlet, int way) {
            switch (way) {
                case 0 -> greenlet.kill(false);
                case 1 -> greenlet.cancel();
                case 2 -> greenlet.kill(new IllegalStateException("meant to fail"), false);
                default -> {
                    greenlet.link(Greenlet::exception);
                    greenlet.throwInto(new GreenletExit("enough"));
                }
            }
        }
    }

    /** What there is when nothing goes on. */
    private record State(long bytes, int tasks, int threads) {
        static State look(EventLoop loop) throws InterruptedException {
            sleep(1.2); // Failures are left for those who may ask for a second.
            long bytes = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                System.gc();
                sleep(0.1);
                bytes = Math.min(bytes, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
            }
            return new State(bytes, Tasks.list(loop).size(), ManagementFactory.getThreadMXBean().getThreadCount());
        }
    }

    @Test
    void afterwardsTheMemoryAndTheCountsAreWhatTheyWere() throws Exception {
        List<String> options = Stream.concat(OwnJvm.OPENED.stream(), Stream.of("-Xmx512m", "-XX:+UseSerialGC",
                "-Dsoak.seconds=" + SECONDS, "-Dgreenloom.engine=" + System.getProperty("greenloom.engine", "fast")))
                .toList();
        assertThat(OwnJvm.output(options, Program.class)).startsWith("as it was\n");
    }
}
