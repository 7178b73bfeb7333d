package greenloom.kernel.repl;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that javac objects to, at the offsets {@code start} to {@code end} of the cell.
 *
 * @param hint what to do about it; empty where nobody knows
 */
record Problem(CellText cell, int start, int end, String message, String hint) {

    Problem with(String newHint) {
        return new Problem(cell, start, end, message, newHint);
    }

    /** At positions in a piece; javac may point behind its end, at what was put there. */
    static Problem in(Piece piece, long start, long end, String message) {
        int length = piece.cell().code().length();
        int from = Math.clamp(piece.start() + Math.max(0, start), 0, Math.max(0, length - 1));
        int to = Math.clamp(piece.start() + end, Math.min(from + 1, length), length);
        return new Problem(piece.cell(), from, to, message, "");
    }

    private static final Pattern MISSING = Pattern.compile("cannot find symbol: \\w+ (\\w+).*", Pattern.DOTALL);

    /** The name that is not declared, if that is the problem. */
    Optional<String> missing() {
        Matcher found = MISSING.matcher(message);
        return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
