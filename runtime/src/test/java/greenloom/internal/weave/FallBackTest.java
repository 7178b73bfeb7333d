package greenloom.internal.weave;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Generator;
import greenloom.weaving.InMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot be compiled runs as it was written, and the log says once why. */
class FallBackTest {
    private static final String NAME = "greenloom.internal.weave.Counts";
    private static final byte[] WRITTEN = InMemory.compile(NAME, """
            package greenloom.internal.weave;
            import greenloom.*;
            public final class Counts {
                public static Generator<Integer, Integer, ?> twice() {
                    return Async.generator(co -> { co.yield(1); co.yield(2); });
                }
            }
            """).get(NAME);

    private static final Logger LOG = Logger.getLogger(Weaver.class.getName());

    private final List<LogRecord> told = new ArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            told.add(logged);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(listener);
        LOG.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        LOG.removeHandler(listener);
        LOG.setUseParentHandlers(true);
    }

    /** Defines the class as a weaver leaves it. */
    private static final class Defining extends ClassLoader {
        private final Function<Defining, byte[]> weaver;

        Defining(Function<Defining, byte[]> weaver) {
            super(FallBackTest.class.getClassLoader());
            this.weaver = weaver;
        }

        @Override
        protected Class<?> findClass(String name) {
            byte[] bytes = weaver.apply(this);
            assertThat(bytes).isSameAs(WRITTEN);
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private static void assertThatItRunsAsItWasWritten(Function<Defining, byte[]> weaver)
            throws ReflectiveOperationException {
        Class<?> type = new Defining(weaver).loadClass(NAME);
        var generator = (Generator<?, ?, ?>) type.getMethod("twice").invoke(null);
        assertThat(generator.explain()).contains("is stackful");
        assertThat(generator.stream().toList().toString()).isEqualTo("[1, 2]");
    }

    @Test
    void whatDoesNotVerify() throws ReflectiveOperationException {
        Weaver weaver = new Weaver(List.of(), List.of(), (_, _) -> List.of(new VerifyError("bad type on the stack")));
        assertThatItRunsAsItWasWritten(
                loader -> weaver.weave(NAME, WRITTEN, new Neighbours(Map.of(NAME, WRITTEN)::get, loader)));
        assertThat(told).singleElement().satisfies(logged -> assertThat(logged.getMessage())
                .isEqualTo("The generators of " + NAME
                        + " stay stackful: compiled, they do not verify: bad type on the stack"));
    }

    @Test
    void whatCannotBeRewritten() throws ReflectiveOperationException {
        Weaver weaver = new Weaver(List.of(), List.of(), (_, _) -> {
            throw new IllegalArgumentException("the code is too large");
        });
        assertThatItRunsAsItWasWritten(
                loader -> weaver.weave(NAME, WRITTEN, new Neighbours(Map.of(NAME, WRITTEN)::get, loader)));
        assertThat(told).singleElement().satisfies(logged -> {
            assertThat(logged.getMessage()).isEqualTo("The generators of " + NAME
                    + " stay stackful: they cannot be compiled");
            assertThat(logged.getThrown()).hasMessage("the code is too large");
        });
    }
}
