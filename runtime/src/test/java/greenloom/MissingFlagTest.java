package greenloom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MissingFlagTest {
    /** Run in a JVM of its own. */
    static final class Program {
        public static void main(String[] args) {
            System.out.println(EventLoop.<Integer>run(() -> 42));
        }
    }

    @Test
    void withoutTheOptionTheMessageSaysWhichToAdd() throws Exception {
        assertThat(OwnJvm.output(List.of(), Program.class))
                .contains("--add-opens java.base/java.lang=ALL-UNNAMED: add it to the java command line");
    }

    @Test
    void withTheOptionAPlainMainRuns() throws Exception {
        assertThat(OwnJvm.output(OwnJvm.OPENED, Program.class)).isEqualTo("42\n");
    }
}
