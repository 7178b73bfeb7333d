package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Greenlets, looked at from outside the process. */
class JcmdTest {
    /** Run in a JVM of its own. */
    static final class Program {
        public static void main(String[] args) {
            EventLoop.run(() -> {
                Greenlet<?> sleeper = spawn("the sleeper", () -> nap());
                sleep(0);
                System.out.println(dump());
                sleeper.kill();
            });
        }

        private static void nap() throws InterruptedException {
            Thread.sleep(1_000_000);
        }

        private static String dump() throws Exception {
            Path file = Files.createTempFile("greenlets", ".txt");
            new ProcessBuilder(OwnJvm.tool("jcmd"), String.valueOf(ProcessHandle.current().pid()),
                    "Thread.dump_to_file", "-overwrite", file.toString()).start().waitFor();
            String dump = Files.readString(file);
            Files.delete(file);
            return dump;
        }
    }

    @Test
    void aDumpOfAJvmThatTracksItsThreadsShowsGreenletsWithTheirStacks() throws Exception {
        List<String> options = Stream.concat(OwnJvm.OPENED.stream(), Stream.of("-Djdk.trackAllThreads=true")).toList();
        String dump = OwnJvm.output(options, Program.class);
        assertThat(dump).containsPattern("\"the sleeper\" virtual");
        assertThat(dump.substring(dump.indexOf("\"the sleeper\""))).contains("Program.nap");
    }
}
