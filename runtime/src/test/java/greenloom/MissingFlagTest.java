package greenloom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        assertThat(run(List.of()))
                .contains("--add-opens java.base/java.lang=ALL-UNNAMED: add it to the java command line");
    }

    @Test
    void withTheOptionAPlainMainRuns() throws Exception {
        assertThat(run(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"))).isEqualTo("42\n");
    }

    private static String run(List<String> options) throws Exception {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp",
                classes(EventLoop.class) + System.getProperty("path.separator") + classes(Program.class)));
        command.add(Program.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String classes(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }
}
