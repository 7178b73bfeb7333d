package greenloom.kernel.repl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Shows what javac objects to, each at its line of the cell, with a caret below. */
final class CompileErrors {
    private static final String NAME = "CompileError";
    private static final String MARGIN = "    ";

    private CompileErrors() {}

    static Outcome.Failed show(List<Problem> problems) {
        List<Problem> sorted = problems.stream().distinct().sorted(Comparator.comparingInt(Problem::start)).toList();
        List<String> lines = new ArrayList<>();
        Set<String> hinted = new HashSet<>();
        for (Problem problem : sorted) {
            lines.addAll(show(problem));
            // What follows from one mistake needs no second word on it.
            if (!problem.hint().isEmpty() && hinted.add(problem.hint())) {
                lines.add(MARGIN + Ansi.green(problem.hint()));
            }
        }
        return new Outcome.Failed(NAME, sorted.getFirst().message(), lines);
    }

    private static List<String> show(Problem problem) {
        CellText cell = problem.cell();
        int line = cell.lineAt(problem.start());
        int column = cell.columnAt(problem.start());
        String source = cell.line(line);
        List<String> lines = new ArrayList<>();
        lines.add(Ansi.red(NAME) + ": " + problem.message());
        lines.add(Ansi.green(cell.label()) + ", line " + line + ", column " + column);
        lines.add(MARGIN + source);
        lines.add(MARGIN + Ansi.red(caret(source, column, problem.end() - problem.start())));
        return lines;
    }

    /** As wide as what it marks, but not beyond the line; below a tab stands a tab. */
    private static String caret(String source, int column, int width) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < column - 1 && i < source.length(); i++) {
            line.append(source.charAt(i) == '\t' ? '\t' : ' ');
        }
        int room = Math.max(1, source.length() - column + 1);
        return line.append("^".repeat(Math.clamp(width, 1, room))).toString();
    }
}
