package greenloom.kernel.repl;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** What JShell suggests at a place of a cell, without its own names and with each overloaded method once. */
final class Completer {
    private final SourceCodeAnalysis analysis;

    Completer(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    Completions complete(CellText cell, int cursor) {
        String before = cell.code().substring(0, cursor);
        List<Piece> pieces = new Splitter(analysis).split(CellText.of("", before));
        int start = pieces.isEmpty() ? 0 : pieces.getLast().start();
        Found found = suggest(before, start);
        // JShell takes several statements at once, but no method among them.
        return (start > 0 ? found.and(suggest(before, 0)) : found).completions(cursor);
    }

    private record Found(int anchor, List<Suggestion> suggestions) {
        Found and(Found other) {
            Found nearer = other.anchor > anchor ? other : this;
            return new Found(nearer.anchor, Stream.concat(suggestions.stream(), other.suggestions.stream()).toList());
        }

        Completions completions(int cursor) {
            Map<String, Completions.Match> matches = new LinkedHashMap<>();
            suggestions.stream()
                    .filter(Found::isUsers)
                    .sorted(Comparator.comparing(Suggestion::matchesType).reversed()
                            .thenComparing(Suggestion::continuation))
                    .map(Found::match)
                    .forEach(match -> matches.putIfAbsent(match.text(), match));
            return new Completions(List.copyOf(matches.values()), matches.isEmpty() ? cursor : Math.min(anchor, cursor),
                    cursor);
        }

        private static boolean isUsers(Suggestion suggestion) {
            String text = suggestion.continuation();
            return !text.startsWith("$") && !text.startsWith("do_it$") && !text.startsWith("REPL.");
        }

        private static Completions.Match match(Suggestion suggestion) {
            String text = suggestion.continuation();
            int bracket = text.indexOf('(');
            String name = bracket > 0 ? text.substring(0, bracket) : text;
            return new Completions.Match(name,
                    bracket > 0 && !Character.isUpperCase(name.codePointAt(0)) ? "function" : type(name));
        }

        /** JShell tells only the text. */
        private static String type(String text) {
            if (SourceVersion.isKeyword(text.strip())) {
                return "keyword";
            }
            boolean constant = text.equals(text.toUpperCase(Locale.ROOT)) && text.length() > 1;
            return Character.isUpperCase(text.codePointAt(0)) && !constant ? "class" : "instance";
        }
    }

    private Found suggest(String before, int start) {
        int[] anchor = {before.length() - start};
        List<Suggestion> suggestions = analysis.completionSuggestions(before.substring(start), before.length() - start,
                anchor);
        return new Found(suggestions.isEmpty() ? 0 : start + anchor[0], suggestions);
    }
}
