import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.ToolProvider;

/**
 * Keeps the code in small pieces: {@code java SizeBudget.java ROOT} fails where a file or a method is too long, and
 * warns where too many are longer than they should be. Run by {@code mvn verify}.
 */
final class SizeBudget {
    private static final int FILE_LIMIT = 600;
    private static final int LONG_FILE = 300;
    private static final int MEDIAN_FILE = 120;
    private static final int METHOD_LIMIT = 60;
    private static final int LONG_METHOD = 20;
    private static final int MEDIAN_METHOD = 8;
    /** "Few": at most one in twelve. */
    private static final int FEW = 12;

    private final Path root;
    private final List<Integer> files = new ArrayList<>();
    private final List<Integer> methods = new ArrayList<>();
    private int failures;

    private SizeBudget(Path root) {
        this.root = root;
    }

    public static void main(String[] args) throws IOException {
        var budget = new SizeBudget(Path.of(args[0]).toAbsolutePath().normalize());
        budget.check();
        System.exit(budget.failures == 0 ? 0 : 1);
    }

    private void check() throws IOException {
        var sources = sources();
        if (sources.isEmpty()) {
            return;
        }
        var javac = ToolProvider.getSystemJavaCompiler();
        try (var manager = javac.getStandardFileManager(null, null, null)) {
            var options = List.of("-proc:none");
            var units = manager.getJavaFileObjectsFromPaths(sources);
            var task = (JavacTask) javac.getTask(null, manager, _ -> {}, options, null, units);
            var positions = Trees.instance(task).getSourcePositions();
            for (var unit : task.parse()) {
                measure(unit, positions);
            }
        }
        report("file", files, MEDIAN_FILE, LONG_FILE);
        report("method", methods, MEDIAN_METHOD, LONG_METHOD);
    }

    private List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> root.relativize(path).toString().matches("[a-z]+/(src|bench)/.*"))
                    .sorted()
                    .toList();
        }
    }

    private void measure(CompilationUnitTree unit, SourcePositions positions) throws IOException {
        var path = Path.of(unit.getSourceFile().toUri());
        var isTest = path.toString().contains("/src/test/");
        int lines = Files.readAllLines(path).size();
        if (!isTest && !path.endsWith("package-info.java")) {
            files.add(lines);
        }
        if (lines > FILE_LIMIT) {
            fail(path, 1, "the file has " + lines + " lines, the limit is " + FILE_LIMIT
                    + ": give one of its ideas a file of its own");
        }
        LineMap map = unit.getLineMap();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void none) {
                long start = positions.getStartPosition(unit, method);
                long end = positions.getEndPosition(unit, method);
                if (method.getBody() != null && start >= 0 && end != Diagnostic.NOPOS) {
                    int line = (int) map.getLineNumber(start);
                    measure(path, line, (int) map.getLineNumber(end) - line + 1, method, isTest);
                }
                return super.visitMethod(method, none);
            }
        }.scan(unit, null);
    }

    private void measure(Path path, int line, int lines, MethodTree method, boolean isTest) {
        if (!isTest) {
            methods.add(lines);
        }
        if (lines > METHOD_LIMIT) {
            fail(path, line, "the method " + method.getName() + " has " + lines + " lines, the limit is " + METHOD_LIMIT
                    + ": give a step of it a method with a name");
        }
    }

    private void fail(Path path, int line, String what) {
        failures++;
        System.err.println("[ERROR] " + root.relativize(path) + ":" + line + ": " + what);
    }

    private static void report(String what, List<Integer> sizes, int medianGoal, int longGoal) {
        if (sizes.isEmpty()) {
            return;
        }
        var sorted = sizes.stream().sorted().toList();
        int median = sorted.get(sorted.size() / 2);
        long tooLong = sizes.stream().filter(size -> size > longGoal).count();
        var fits = median <= medianGoal && tooLong * FEW <= sizes.size();
        System.out.printf(
                "[%s] %d %ss: median %d lines (goal %d), %d longer than %d%s%n",
                fits ? "INFO" : "WARNING", sizes.size(), what, median, medianGoal, tooLong, longGoal,
                fits ? "" : ": split the longest when you next touch them");
    }
}
