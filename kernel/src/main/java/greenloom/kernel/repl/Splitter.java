package greenloom.kernel.repl;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Cuts a cell into the snippets that JShell takes one at a time. */
final class Splitter {
    private final SourceCodeAnalysis analysis;

    Splitter(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    List<Piece> split(CellText cell) {
        return split(cell, 0, cell.code().length());
    }

    /** The pieces of a stretch of {@code cell}. */
    List<Piece> split(CellText cell, int from, int to) {
        List<Piece> pieces = new ArrayList<>();
        int at = skipSpace(cell.code(), from);
        while (at < to) {
            String rest = cell.code().substring(at, to);
            CompletionInfo info = analysis.analyzeCompletion(rest);
            int end = to;
            switch (info.completeness()) {
                case EMPTY -> {}
                case COMPLETE, COMPLETE_WITH_SEMI -> {
                    end -= info.remaining().length();
                    pieces.add(whole(cell, at, end, info.source()));
                }
                case CONSIDERED_INCOMPLETE -> pieces.add(whole(cell, at, end, info.source()));
                case DEFINITELY_INCOMPLETE, UNKNOWN -> pieces.add(new Piece(cell, at, rest, Piece.Shape.DOUBTFUL));
            }
            // JShell's line numbers are one off behind a leading line feed: white space never begins a piece.
            at = skipSpace(cell.code(), end);
        }
        return pieces;
    }

    private static Piece whole(CellText cell, int start, int end, String source) {
        boolean muted = JavaScan.of(cell.code().substring(start, end)).last() == ';';
        return new Piece(cell, start, source, muted ? Piece.Shape.MUTED : Piece.Shape.WHOLE);
    }

    private static int skipSpace(String code, int from) {
        int at = from;
        while (at < code.length() && Character.isWhitespace(code.charAt(at))) {
            at++;
        }
        return at;
    }
}
