package greenloom.kernel.repl;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/** What JShell found wrong with the snippets of a piece, at the cell's positions and in words without JShell's names. */
final class Diagnostics {
    private final JShell shell;
    private final Piece piece;

    Diagnostics(JShell shell, Piece piece) {
        this.shell = shell;
        this.piece = piece;
    }

    /** Never empty: a rejection without a reason is one, too. */
    List<Problem> of(Snippet snippet) {
        List<Problem> problems = shell.diagnostics(snippet).filter(Diag::isError).map(this::problem).toList();
        return problems.isEmpty() ? List.of(Problem.in(piece, 0, piece.source().length(), "not valid here")) : problems;
    }

    private Problem problem(Diag diag) {
        return Problem.in(piece, diag.getStartPosition(), diag.getEndPosition(), clean(diag.getMessage(Locale.ROOT)));
    }

    /** A declaration that waits for others: marked where it names them. */
    List<Problem> unresolved(DeclarationSnippet snippet) {
        return shell.unresolvedDependencies(snippet).map(this::missing).toList();
    }

    /** @param what as JShell says it: {@code class Parent}, {@code method size(int)} */
    private Problem missing(String what) {
        String name = what.replaceFirst("^\\w+ ", "").replaceFirst("\\(.*", "");
        Matcher found = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(piece.source());
        boolean named = found.find();
        return Problem.in(piece, named ? found.start() : 0, named ? found.end() : 0, "cannot find symbol: " + what);
    }

    /** javac names the place where it looked for a symbol: a wrapper, mostly. */
    static String clean(String message) {
        return Names.clean(message)
                .replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "")
                .lines()
                .map(String::strip)
                .filter(line -> !line.matches("location: class\\s*"))
                .map(line -> line.replaceFirst("^(symbol|location):\\s+", "$1: "))
                .collect(Collectors.joining("\n"))
                .replaceFirst("^cannot find symbol\nsymbol: ", "cannot find symbol: ");
    }
}
