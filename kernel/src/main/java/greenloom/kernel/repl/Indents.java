package greenloom.kernel.repl;

import java.util.List;
import java.util.function.Predicate;
import jdk.jshell.SourceCodeAnalysis;

/** Judges whether a text is a whole cell, and how far to indent what follows an unfinished one. */
final class Indents {
    private static final String STEP = "    ";

    private final SourceCodeAnalysis analysis;
    private final Predicate<String> isJava;

    Indents(SourceCodeAnalysis analysis, Predicate<String> isJava) {
        this.analysis = analysis;
        this.isJava = isJava;
    }

    Completeness judge(String code) {
        List<Piece> pieces = new Splitter(analysis).split(CellText.of("", code));
        if (pieces.isEmpty()) {
            return new Completeness.Complete();
        }
        String last = pieces.getLast().source();
        if (analysis.analyzeCompletion(last).completeness() == SourceCodeAnalysis.Completeness.DEFINITELY_INCOMPLETE) {
            return new Completeness.Incomplete(indent(code));
        }
        return pieces.stream().map(Piece::source).allMatch(isJava) ? new Completeness.Complete()
                : new Completeness.Invalid();
    }

    /**
     * One step more than the line that left the innermost bracket open. A text block goes on where its line began; a chain
     * of calls one step below its first line.
     */
    private static String indent(String code) {
        List<String> lines = code.lines().toList();
        JavaScan scan = JavaScan.of(code);
        String last = lines.isEmpty() ? "" : lines.getLast();
        if (scan.inTextBlock() || scan.inComment()) {
            return indentOf(last);
        }
        if (scan.innermostOpenLine() >= 0) {
            return indentOf(lines.get(scan.innermostOpenLine())) + STEP;
        }
        boolean chained = last.stripLeading().startsWith(".");
        return chained ? indentOf(last) : last.endsWith(".") ? indentOf(last) + STEP : "";
    }

    private static String indentOf(String line) {
        return line.substring(0, line.length() - line.stripLeading().length());
    }
}
