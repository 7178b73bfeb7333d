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
        List<Piece> pieces = new ArrayList<>();
        int at = skipSpace(cell.code(), 0);
        while (at < cell.code().length()) {
            String rest = cell.code().substring(at);
            CompletionInfo info = analysis.analyzeCompletion(rest);
            int end = cell.code().length();
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
