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

    /** One step for each line that leaves brackets open; a text block goes on where its line began. */
    private static String indent(String code) {
        JavaScan scan = JavaScan.of(code);
        return scan.inTextBlock() || scan.inComment() ? indentOfLastLine(code) : STEP.repeat(scan.openLines());
    }

    private static String indentOfLastLine(String code) {
        String line = code.substring(code.lastIndexOf('\n') + 1);
        return line.substring(0, line.length() - line.stripLeading().length());
    }
}
