package greenloom;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs programs in JVMs of their own. */
public final class OwnJvm {
    /** What every program over Greenloom is started with. */
    public static final List<String> OPENED = List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED");

    private OwnJvm() {}

    /** What {@code program} prints, to either stream, until it ends. */
    static String output(List<String> options, Class<?> program) throws IOException, URISyntaxException {
        List<String> command = command(options,
                classes(EventLoop.class) + System.getProperty("path.separator") + classes(program), program);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What runs {@code program} with all that the tests have on their class path. */
    public static List<String> command(List<String> options, Class<?> program) {
        return command(options, System.getProperty("java.class.path"), program);
    }

    private static List<String> command(List<String> options, String classPath, Class<?> program) {
        List<String> command = new ArrayList<>();
        command.add(tool("java"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, program.getName()));
        return command;
    }

    /** The path of one of the JDK's programs. */
    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static String classes(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }
}
