package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import example.NativeCalls;
import example.StuckResolver;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A greenlet in a call that the JDK can neither park nor interrupt holds the carrier; the loop goes on all the same. */
class StuckLoopTest {
    private final Trail trail = new Trail();

    private static Action natively(int seconds) {
        return () -> {
            try {
                NativeCalls.sleepNatively(seconds);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "portable"})
    void theLoopGoesOnWhenAGreenletInANativeCallDoesNotHeedItsKill(String engine) {
        LoopOptions options = EventLoop.options().engine(engine).patience(0.02);
        try (EventLoop loop = EventLoop.open(options)) {
            loop.setHeldHandler((greenlet, held) -> trail.add(greenlet.name() + " held"));
            AtomicBoolean beside = new AtomicBoolean();
            AsyncResult<String> begun = new AsyncResult<>();
            Greenlet<?> stuck = loop.spawn("stuck", () -> {
                try {
                    begun.set("begun");
                    natively(3).run();
                    sleep(0);
                    beside.set(true);
                } finally {
                    sleep(0.001);
                    trail.add("finally");
                }
            });
            Greenlet<String> other = loop.spawn("other", () -> {
                sleep(0.001);
                return stuck.ready() ? "after" : "meanwhile";
            });
            begun.get();
            stuck.throwInto(new GreenletExit("in vain"));
            assertThat(other.get()).isEqualTo("meanwhile");
            stuck.join();
            assertThat(beside).isFalse();
        }
        trail.is("stuck held", "finally");
    }

    @Test
    void whoHoldsTheLoopIsToldFromOutside() throws Exception {
        try (EventLoop loop = EventLoop.open(EventLoop.options().patience(10))) {
            assertThat(loop.holder(0.01)).isNull();
            AtomicBoolean enough = new AtomicBoolean();
            AsyncResult<String> begun = new AsyncResult<>();
            Greenlet<?> holder = loop.spawn("holder", () -> {
                begun.set("begun");
                while (!enough.get()) {
                    Thread.onSpinWait();
                }
            });
            begun.get();
            assertThat(loop.holder(0.01)).isSameAs(holder);
            enough.set(true);
            holder.join();
        }
    }

    @Test
    void theLoopGoesOnWhenAGreenletIsBlockedInAFileRead(@TempDir Path folder) throws Exception {
        Path fifo = folder.resolve("fifo");
        Assumptions.assumeTrue(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "needs mkfifo");
        try (EventLoop loop = EventLoop.open(EventLoop.options().patience(10))) {
            AsyncResult<String> begun = new AsyncResult<>();
            Greenlet<?> reader = loop.spawn("reader", () -> {
                begun.set("begun");
                try (FileInputStream in = new FileInputStream(fifo.toFile())) {
                    return in.read();
                }
            });
            Greenlet<Integer> other = loop.spawn("other", () -> 7);
            begun.get();
            reader.throwInto(new GreenletExit("in vain"));
            assertThat(other.get()).isEqualTo(7);
            assertThat(reader.ready()).isFalse();
            try (FileOutputStream out = new FileOutputStream(fifo.toFile())) {
                out.write(1);
            }
            reader.join();
        }
        assertThat(Files.exists(fifo)).isTrue();
    }

    @Test
    void aLoopEndsWithoutOneThatIsStuck(@TempDir Path folder) throws Exception {
        Path fifo = folder.resolve("fifo");
        Assumptions.assumeTrue(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "needs mkfifo");
        Greenlet<?> reader;
        try (EventLoop loop = EventLoop.open(EventLoop.options().patience(1))) {
            AsyncResult<String> begun = new AsyncResult<>();
            reader = loop.spawn("reader", () -> {
                begun.set("begun");
                try (FileInputStream in = new FileInputStream(fifo.toFile())) {
                    return in.read();
                }
            });
            begun.get();
            reader.throwInto(new GreenletExit("in vain"));
        }
        assertThat(reader.ready()).isFalse();
        try (FileOutputStream out = new FileOutputStream(fifo.toFile())) {
            out.write(1); // lets its thread end
        }
    }

    @Test
    void theLoopGoesOnWhenANameIsLookedUpInVain() {
        StuckResolver.hold();
        try (EventLoop loop = EventLoop.open(EventLoop.options().patience(10))) {
            AsyncResult<String> begun = new AsyncResult<>();
            Greenlet<?> asker = loop.spawn("asker", () -> {
                begun.set("begun");
                return InetAddress.getAllByName(StuckResolver.STUCK);
            });
            Greenlet<Integer> other = loop.spawn("other", () -> 7);
            begun.get();
            asker.throwInto(new GreenletExit("in vain"));
            assertThat(other.get()).isEqualTo(7);
            assertThat(asker.ready()).isFalse();
            StuckResolver.release();
            asker.join();
        } finally {
            StuckResolver.release();
        }
    }

    @Test
    void whoHoldsTheLoopIsToldOnceForEachPlaceWithItsStack() throws Throwable {
        // Linking takes its time too, at another place.
        NativeCalls.sleepNatively(1);
        try (EventLoop loop = EventLoop.open(EventLoop.options().patience(0.02))) {
            loop.setHeldHandler((greenlet, held) -> trail.add(greenlet.name() + " "
                    + held.stack().stream().anyMatch(frame -> frame.getMethodName().equals("sleepNatively"))));
            loop.spawn("hog", () -> {
                for (int i = 0; i < 2; i++) {
                    spawn(() -> {});
                    natively(1).run();
                    sleep(0);
                }
            })
                    .get();
        }
        trail.is("hog true");
    }

    @Test
    void aGreenletThatComputesAloneIsNotTold() {
        try (EventLoop loop = EventLoop.open(EventLoop.options().patience(0.02))) {
            loop.setHeldHandler((greenlet, held) -> trail.add(greenlet.name()));
            loop.spawn("alone", natively(1)).get();
        }
        trail.is();
    }
}
