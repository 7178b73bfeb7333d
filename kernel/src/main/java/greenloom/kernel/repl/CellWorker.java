package greenloom.kernel.repl;

import greenloom.internal.process.Launch;
import greenloom.internal.process.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The worker processes of a notebook: this program, started once more with {@link #OPTION}. */
public final class CellWorker {
    /** What tells a worker from a kernel. */
    public static final String OPTION = "--worker";

    /** Where the launcher says which AOT cache it has, if any. */
    private static final String CACHE = "greenloom.cache";

    private CellWorker() {}

    /** Has pools start {@code main}, which has to call {@link #run} then. */
    public static void startWith(Class<?> main) {
        Launch.use(options -> command(options, main));
    }

    private static List<String> command(List<String> options, Class<?> main) {
        List<String> arguments = new ArrayList<>(options);
        String cache = System.getProperty(CACHE);
        if (cache != null) {
            arguments.add("-XX:AOTCache=" + cache);
        }
        String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith(".jar")) {
            arguments.addAll(List.of("-jar", classPath));
        } else {
            arguments.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-cp", classPath,
                    main.getName()));
        }
        arguments.add(OPTION);
        return arguments;
    }

    /** Works until there is nothing more to do; does not return. What tasks see is what cells see. */
    public static void run() throws IOException {
        Woven.runsInWorker();
        Worker.serve(new Visible());
    }

    /** Does once in this process what a worker does: for the AOT cache. */
    public static void rehearse() throws IOException {
        Worker.rehearse(new Visible());
    }
}
