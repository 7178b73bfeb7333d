package greenloom.kernel.repl;

import greenloom.kernel.display.MimeBundle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.jspecify.annotations.Nullable;

/** What is known of the name at a place of a cell: signatures, and the documentation where the JDK's sources are installed. */
final class Inspector {
    private final SourceCodeAnalysis analysis;

    Inspector(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    Optional<MimeBundle> inspect(CellText cell, int cursor, int detail) {
        String code = cell.code();
        int end = endOfName(code, Math.clamp(cursor, 0, code.length()));
        List<Piece> pieces = new Splitter(analysis).split(CellText.of("", code.substring(0, end)));
        int start = pieces.isEmpty() ? 0 : pieces.getLast().start();
        // A method's documentation is only given between its brackets.
        return Stream
                .of(code.substring(start, end) + "(", code.substring(start, end), code.substring(0, end) + "(",
                        code.substring(0, end))
                .map(text -> analysis.documentation(text, text.length(), detail > 0))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .map(found -> MimeBundle.text(text(found)));
    }

    private static int endOfName(String code, int cursor) {
        int end = cursor;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        return end;
    }

    private static String text(List<Documentation> found) {
        return found.stream().map(Inspector::text).distinct().collect(Collectors.joining("\n\n"));
    }

    private static String text(Documentation one) {
        @Nullable String javadoc = one.javadoc();
        return Names.clean(one.signature())
                + (javadoc == null || javadoc.isBlank() ? "" : "\n\n" + JavadocText.of(javadoc));
    }
}
