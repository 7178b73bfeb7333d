package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.internal.ClassFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a greenlet or a task group in a {@code try} block, whichever way the block ends. */
class TryBlockTest {
    private final Trail trail = new Trail();

    private Greenlet<?> sleeper(double seconds) {
        return spawn(() -> {
            try {
                sleep(seconds);
                trail.add("slept");
            } catch (Throwable e) {
                trail.add("got " + e);
                throw e;
            }
        });
    }

    @Test
    @Case("gv-G-context-manager gv/test__greenlet.py:912")
    void aGreenletIsJoinedAtTheEndOfItsBlock() {
        Virtual.run(() -> {
            try (Greenlet<?> _ = sleeper(3)) {
                sleep(1);
                trail.add("body");
            }
            trail.add("after " + Virtual.now());
        });
        trail.is("body", "slept", "after 3.0");
    }

    @Test
    @Case("gv-G-context-manager-error gv/test__greenlet.py:940")
    void aGreenletIsKilledWithTheBodysExceptionIfTheBlockFails() {
        IOException failure = new IOException("body");
        Greenlet<?>[] held = new Greenlet<?>[1];
        Virtual.run(() -> assertThatThrownBy(() -> {
            try (Greenlet<?> greenlet = sleeper(100)) {
                held[0] = greenlet;
                sleep(1);
                throw failure;
            }
        }).isSameAs(failure).hasNoSuppressedExceptions());
        assertThat(held[0].exception()).isSameAs(failure);
        trail.is("got java.io.IOException: body");
    }

    @Test
    void eachWayOutOfTheBlockIsKnown() {
        Virtual.run(() -> {
            for (int i = 0; i < 4; i++) {
                try {
                    trail.add(leave(i));
                } catch (ArithmeticException e) {
                    trail.add("thrown");
                }
            }
        });
        trail.is("slept", "returned", "slept", "fell through", "got java.lang.ArithmeticException: 2", "thrown",
                "slept",
                "fell through");
    }

    private String leave(int way) {
        for (int i = 0; i < 1; i++) {
            try (Greenlet<?> _ = sleeper(5)) {
                switch (way) {
                    case 0 -> {
                        return "returned";
                    }
                    case 1 -> {
                        continue;
                    }
                    case 2 -> {
                        sleep(1);
                        throw new ArithmeticException("2");
                    }
                    default -> sleep(1);
                }
            }
        }
        return "fell through";
    }

    @Test
    void blocksInBlocksAndSeveralInOneEndOneByOne() {
        Virtual.run(() -> assertThatThrownBy(() -> {
            try (Greenlet<?> _ = sleeper(1); Greenlet<?> _ = sleeper(100)) {
                try (Greenlet<?> _ = sleeper(2)) {
                    sleep(0.1);
                }
                throw new IOException("after 2 s");
            }
        }).hasMessage("after 2 s"));
        trail.is("slept", "slept", "got java.io.IOException: after 2 s");
    }

    @Test
    void aBlockInsideAFinallyOfAFailingBlockEndsWell() {
        Virtual.run(() -> assertThatThrownBy(() -> {
            try {
                throw new IOException("outer");
            } finally {
                try (Greenlet<?> _ = sleeper(1)) {
                    trail.add("inner");
                }
            }
        }).hasMessage("outer"));
        trail.is("inner", "slept");
    }

    @Test
    void aCallOfCloseByHandIsAnEndThatIsWell() {
        Virtual.run(() -> assertThatThrownBy(() -> {
            Greenlet<?> greenlet = sleeper(1);
            try {
                throw new IOException("by hand");
            } finally {
                greenlet.close();
            }
        }).hasMessage("by hand"));
        trail.is("slept");
    }

    @Test
    void itIsKnownAlsoInCodeThatIsCompiledToMachineCode() {
        Virtual.run(() -> {
            int killed = 0;
            for (int i = 0; i < 20_000; i++) {
                killed += compiled(i);
            }
            assertThat(killed).isEqualTo(10_000);
        });
    }

    private static int compiled(int i) {
        ArithmeticException failure = new ArithmeticException();
        Greenlet<?> held = null;
        try (Greenlet<?> greenlet = spawn(() -> {
            if (i % 2 == 0) {
                sleep(1);
            }
        })) {
            held = greenlet;
            if (i % 2 == 0) {
                throw failure;
            }
        } catch (ArithmeticException e) {
            return e == failure && held != null && held.exception() == failure ? 1 : 0;
        }
        return 0;
    }

    private static final String CELL = """
            package cell;
            import greenloom.*;
            import static greenloom.Async.*;
            public class Cell implements java.util.concurrent.Callable<Object> {
                public Object call() throws Exception {
                    Greenlet<Integer> held = null;
                    try (var greenlet = spawn(() -> { sleep(1000); return 1; })) {
                        held = greenlet;
                        sleep(1);
                        throw new java.io.IOException("cell");
                    } catch (java.io.IOException e) {
                        return held.exception() == e ? "killed" : "joined";
                    }
                }
            }
            """;

    /** Defines classes from memory, as a notebook kernel does. */
    private static final class CellLoader extends ClassLoader {
        private final byte[] bytes;
        private final boolean tells;

        CellLoader(byte[] bytes, boolean tells) {
            super(TryBlockTest.class.getClassLoader());
            this.bytes = bytes;
            this.tells = tells;
        }

        @Override
        protected Class<?> findClass(String name) {
            return defineClass(name, bytes, 0, bytes.length);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            return tells ? new java.io.ByteArrayInputStream(bytes) : null;
        }
    }

    private static byte[] compileCell(Path directory, String... options) throws Exception {
        Path source = Files.writeString(directory.resolve("Cell.java"), CELL);
        var arguments = new java.util.ArrayList<>(java.util.List.of(options));
        arguments.addAll(java.util.List.of("-cp", System.getProperty("java.class.path"), "-d", directory.toString(),
                source.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return Files.readAllBytes(directory.resolve("cell/Cell.class"));
    }

    @SuppressWarnings("unchecked")
    private static Object run(ClassLoader loader) throws Exception {
        var cell = (Callable<Object>) loader.loadClass("cell.Cell").getDeclaredConstructor().newInstance();
        return Virtual.call(cell);
    }

    @Test
    void aLoaderThatHandsOutItsClassFilesIsEnough(@TempDir Path directory) throws Exception {
        assertThat(run(new CellLoader(compileCell(directory), true))).isEqualTo("killed");
        assertThat(run(new CellLoader(compileCell(directory, "-g:none"), true))).isEqualTo("killed");
    }

    @Test
    void whoDefinesClassesMayTellTheirBytes(@TempDir Path directory) throws Exception {
        byte[] bytes = compileCell(directory);
        Function<Class<?>, byte[]> source = type -> type.getName().equals("cell.Cell") ? bytes : null;
        ClassFiles.addSource(source);
        try {
            assertThat(run(new CellLoader(bytes, false))).isEqualTo("killed");
        } finally {
            ClassFiles.removeSource(source);
        }
    }

    @Test
    void whereNobodyKnowsTheClassFileTheBlockIsTakenToEndWell(@TempDir Path directory) throws Exception {
        assertThat(run(new CellLoader(compileCell(directory), false))).isEqualTo("joined");
    }
}
