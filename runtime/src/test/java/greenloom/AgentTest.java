package greenloom;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.internal.weave.Agent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How plain programs have their generators compiled. */
class AgentTest {
    @TempDir private Path directory;

    /** Run in a JVM of its own. */
    static final class Program {
        public static void main(String[] args) {
            Generator<Integer, Integer, ?> plain = Async.generator(co -> {
                for (int i = 0;; i++) {
                    co.yield(i);
                }
            });
            System.out.println(plain.next() + " " + plain.next() + " " + plain.explain());
        }
    }

    private Path jar(List<String> entries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (int i = 0; i < entries.size(); i += 2) {
            manifest.getMainAttributes().putValue(entries.get(i), entries.get(i + 1));
        }
        Path file = directory.resolve("made.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.finish();
        }
        return file;
    }

    private String runWithAgent(String... options) throws Exception {
        List<String> all = new ArrayList<>(OwnJvm.OPENED);
        all.add("-javaagent:" + jar(List.of("Premain-Class", Agent.class.getName())));
        all.addAll(List.of(options));
        return OwnJvm.output(all, Program.class);
    }

    @Test
    void withTheAgentGeneratorsAreCompiled() throws Exception {
        assertThat(runWithAgent()).startsWith("0 1 ").contains("is compiled");
    }

    @Test
    void theSwitchLeavesThemAsTheyAre() throws Exception {
        assertThat(runWithAgent("-Dgreenloom.weave=stackful")).startsWith("0 1 ").contains("is stackful");
        assertThat(runWithAgent("-Dgreenloom.weave=off")).startsWith("0 1 ").contains("is stackful");
    }

    @Test
    void withoutItTheyAreStackfulAndSayWhatToDo() throws Exception {
        assertThat(OwnJvm.output(OwnJvm.OPENED, Program.class)).startsWith("0 1 ").contains("is stackful")
                .contains("-javaagent:greenloom-runtime.jar");
    }

    @Test
    void aProgramsOwnManifestMayNameTheAgent() throws Exception {
        String classPath = String.join(" ", uri(EventLoop.class), uri(Program.class));
        Path program = jar(List.of("Main-Class", Program.class.getName(), "Launcher-Agent-Class",
                Agent.class.getName(), "Class-Path", classPath, "Add-Opens", "java.base/java.lang"));
        Process process = new ProcessBuilder(OwnJvm.tool("java"), "-jar", program.toString()).redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).startsWith("0 1 ")
                .contains("is compiled");
    }

    private static String uri(Class<?> type) throws Exception {
        return type.getProtectionDomain().getCodeSource().getLocation().toURI().toString();
    }
}
