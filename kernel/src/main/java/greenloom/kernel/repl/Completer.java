package greenloom.kernel.repl;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** What JShell suggests at a place of a cell, without its own names and with each overloaded method once. */
final class Completer {
    private final SourceCodeAnalysis analysis;
    private final TypeFinder types;
    private final Signatures signatures;

    Completer(SourceCodeAnalysis analysis, TypeFinder types, Signatures signatures) {
        this.analysis = analysis;
        this.types = types;
        this.signatures = signatures;
    }

    Completions complete(CellText cell, int cursor) {
        String before = cell.code().substring(0, cursor);
        List<Piece> pieces = new Splitter(analysis).split(CellText.of("", before));
        int start = pieces.isEmpty() ? 0 : pieces.getLast().start();
        Found found = suggest(before, start).and(inherited(before, start));
        // JShell takes several statements at once, but no method among them.
        Found all = start > 0 ? found.and(suggest(before, 0)) : found;
        int anchor = Math.min(all.anchor(), cursor);
        return all.completions(cursor, signatures.behind(before.substring(0, anchor), Math.min(start, anchor)));
    }

    /** What a class has from the one that it extends, and an import of all its members brings: JShell forgets that. */
    private Found inherited(String before, int start) {
        int name = before.length();
        while (name > 0 && Character.isJavaIdentifierPart(before.charAt(name - 1))) {
            name--;
        }
        Found found = new Found(0, List.of());
        if (name < before.length() && !before.substring(0, name).stripTrailing().endsWith(".")) {
            for (String type : types.ofStaticImports().filter(Completer::inherits).map(Class::getName).toList()) {
                String qualified = before.substring(0, name) + type + "." + before.substring(name);
                List<Suggestion> members = suggest(qualified, start).suggestions();
                found = found.and(new Found(members.isEmpty() ? 0 : name, members));
            }
        }
        return found;
    }

    private static boolean inherits(Class<?> type) {
        return type.getSuperclass() != null && type.getSuperclass() != Object.class;
    }

    private record Found(int anchor, List<Suggestion> suggestions) {
        Found and(Found other) {
            Found nearer = other.anchor > anchor ? other : this;
            return new Found(nearer.anchor, Stream.concat(suggestions.stream(), other.suggestions.stream()).toList());
        }

        Completions completions(int cursor, UnaryOperator<String> signature) {
            Map<String, Completions.Match> matches = new LinkedHashMap<>();
            suggestions.stream()
                    .filter(Found::isUsers)
                    .sorted(Comparator.comparing(Suggestion::matchesType).reversed()
                            .thenComparing(Suggestion::continuation))
                    .map(suggestion -> match(suggestion, signature))
                    .forEach(match -> matches.putIfAbsent(match.text(), match));
            return new Completions(List.copyOf(matches.values()), matches.isEmpty() ? cursor : Math.min(anchor, cursor),
                    cursor);
        }

        private static boolean isUsers(Suggestion suggestion) {
            String text = suggestion.continuation();
            return !text.startsWith("$") && !text.startsWith("do_it$") && !text.startsWith("REPL.");
        }

        private static Completions.Match match(Suggestion suggestion, UnaryOperator<String> signature) {
            String text = suggestion.continuation();
            int bracket = text.indexOf('(');
            String name = bracket > 0 ? text.substring(0, bracket) : text;
            return bracket > 0 && !Character.isUpperCase(name.codePointAt(0))
                    ? new Completions.Match(name, "function", signature.apply(name))
                    : new Completions.Match(name, type(name));
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
