package greenloom.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of every shape do the same whether they are compiled or not, and those are compiled that can be. */
class ShapesTest {
    private static final int SEQUENCES = 60;
    private static final String NAME = "greenloom.weaving.Shapes";

    private static final Shapes WITH_NAMES = Shapes.compiled("-g");
    private static final Shapes WITHOUT_NAMES = Shapes.compiled("-g:none");

    /** The shapes, defined once as they are and once woven. */
    private record Shapes(Class<?> plain, Class<?> woven) {
        static Shapes compiled(String option) {
            Map<String, byte[]> classes = InMemory.compile(NAME, source(), option, "-Xlint:none");
            try {
                return new Shapes(new Loader(classes, false).loadClass(NAME),
                        new Loader(classes, true).loadClass(NAME));
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        }

        private static String source() {
            try (InputStream text = ShapesTest.class.getResourceAsStream("Shapes.java")) {
                return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    static Stream<String> shapes() {
        return Arrays.stream(WITH_NAMES.plain().getDeclaredMethods())
                .filter(method -> List.of(method.getParameterTypes()).equals(List.of(List.class)))
                .map(method -> method.getName()).filter(name -> !name.contains("$")).sorted();
    }

    @Test
    void thereAreEnough() {
        assertThat(shapes().count()).isGreaterThanOrEqualTo(90);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void itDoesTheSameOnBothPaths(String shape) throws ReflectiveOperationException {
        for (Shapes both : List.of(WITH_NAMES, WITHOUT_NAMES)) {
            for (long seed = 0; seed < SEQUENCES; seed++) {
                assertThat(Drive.run(both.woven(), shape, seed)).as("seed " + seed)
                        .isEqualTo(Drive.run(both.plain(), shape, seed));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void itIsCompiledIfItCanBe(String shape) throws ReflectiveOperationException {
        assertThat(Drive.make(WITH_NAMES.plain(), shape).explain()).contains("is stackful")
                .contains("has not seen its body");
        if (shape.startsWith("stackful_")) {
            assertThat(Drive.make(WITH_NAMES.woven(), shape).explain()).contains("is stackful");
        } else {
            assertThat(Drive.make(WITH_NAMES.woven(), shape).explain()).contains("is compiled");
        }
    }
}
