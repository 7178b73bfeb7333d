package greenloom.internal.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** How worker processes are started. */
public final class Launch {
    /** The frames' pipes become the descriptors 3 and 4, out of the way of whatever reads and prints; the process stays the same. */
    private static final String SWAP = "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null 1>&2";

    /** Quick to start and small, and what greenlets need. */
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms16m", "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30", "-XX:-UsePerfData", "-Xshare:auto");

    /** Any thread. */
    private static volatile UnaryOperator<List<String>> how = Launch::onClassPath;

    private Launch() {}

    /**
     * Has workers started in another way from now on, for programs that are themselves started in one.
     *
     * @param command makes java's arguments of the options that the pool asks for
     */
    public static void use(UnaryOperator<List<String>> command) {
        how = command;
    }

    /** The whole command for a worker with these options of the JVM. */
    static List<String> command(List<String> options) {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.addAll(options);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SWAP,
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(how.apply(flags));
        return command;
    }

    private static List<String> onClassPath(List<String> options) {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-cp", classPath(),
                Worker.class.getName()));
        return arguments;
    }

    private static String classPath() {
        return String.join(File.pathSeparator,
                Stream.of(System.getProperty("java.class.path", ""), System.getProperty("jdk.module.path", ""), own())
                        .filter(path -> !path.isEmpty()).toList());
    }

    /** This library's place, for programs that have it from elsewhere. */
    private static String own() {
        CodeSource source = Launch.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? "" : Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not a path: " + source, e);
        }
    }
}
