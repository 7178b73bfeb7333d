package greenloom.kernel.repl;

import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;

/** Finds the lines of a piece in the class that JShell wrapped around it, some of which may stand apart from the others. */
final class WrapperLines {
    private final SnippetWrapper wrapper;
    private final Piece piece;
    private final CellText wrapped;
    private final int[] known;

    WrapperLines(SnippetWrapper wrapper, Piece piece) {
        this.wrapper = wrapper;
        this.piece = piece;
        this.wrapped = CellText.of("", wrapper.wrapped());
        this.known = new int[wrapped.lines()];
    }

    LineMap map() {
        String source = wrapper.source();
        int whole = wrapped.code().indexOf(source);
        if (whole >= 0) {
            markAll(whole, source.lines().count());
        } else {
            for (int at = 0; at < source.length(); at++) {
                markIfKept(at, source.charAt(at));
            }
        }
        return LineMap.filled(piece.cell(), piece.firstLine(), known);
    }

    private void markAll(int offset, long lines) {
        int first = wrapped.lineAt(offset) - 1;
        for (int i = 0; i < lines; i++) {
            known[first + i] = piece.firstLine() + i;
        }
    }

    /** JShell answers for every position; only where the character is the same and the way back leads here is it true. */
    private void markIfKept(int at, char c) {
        int there = wrapper.sourceToWrappedPosition(at);
        boolean kept = there >= 0 && there < wrapped.code().length() && wrapped.code().charAt(there) == c;
        if (kept && !Character.isWhitespace(c) && wrapper.wrappedToSourcePosition(there) == at) {
            known[wrapped.lineAt(there) - 1] = piece.cell()
                    .lineAt(Math.min(piece.start() + at, piece.cell().code().length()));
        }
    }
}
