package greenloom.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random bodies do the same whether they are compiled or not; {@code -P differential} runs more of them. */
@Timeout(600)
class RandomBodiesTest {
    private static final int BODIES = Integer.getInteger("weaving.bodies", 500);
    private static final int BODIES_PER_CLASS = 25;
    private static final int SEQUENCES = 8;

    private int compiled;
    private int stackful;

    @Test
    void theyDoTheSameOnBothPaths() throws ReflectiveOperationException {
        for (int first = 0; first < BODIES; first += BODIES_PER_CLASS) {
            String name = "Random" + first;
            compare("greenloom.weaving." + name, new RandomBodies(first).source(name, BODIES_PER_CLASS));
        }
        assertThat(compiled).as("compiled, of them " + stackful + " stackful").isGreaterThan(stackful);
    }

    private void compare(String name, String source) throws ReflectiveOperationException {
        Map<String, byte[]> classes = InMemory.compile(name, source, "-g");
        Class<?> plain = new Loader(classes, false).loadClass(name);
        Class<?> woven = new Loader(classes, true).loadClass(name);
        for (int i = 0; i < BODIES_PER_CLASS; i++) {
            String method = "body" + i;
            if (Drive.make(woven, method).explain().contains("is compiled")) {
                compiled++;
            } else {
                stackful++;
            }
            for (long seed = 0; seed < SEQUENCES; seed++) {
                assertThat(Drive.run(woven, method, seed))
                        .as("%s, sequence %d of %s in%n%s", method, seed, name, source)
                        .isEqualTo(Drive.run(plain, method, seed));
            }
        }
    }
}
