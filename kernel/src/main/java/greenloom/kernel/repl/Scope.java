package greenloom.kernel.repl;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SourceCodeAnalysis;

/** What the notebook has imported and declared so far, as the imports that make it known to one more class. */
final class Scope {
    private final List<String> imports;
    private final Map<String, Set<String>> declared = new HashMap<>();
    private final Map<String, String> types = new HashMap<>();

    private Scope(List<String> imports) {
        this.imports = imports;
    }

    /** @param initial the imports that there were in the beginning, of which JShell may not have been told yet */
    static Scope of(List<String> initial, JShell shell, SourceCodeAnalysis analysis) {
        Stream<String> own = shell.imports().map(Scope::line);
        Scope scope = new Scope(Stream.concat(initial.stream(), own).distinct().toList());
        Stream<Snippet> all = Stream.of(shell.variables(), shell.methods(), shell.types()).flatMap(each -> each);
        all
                .filter(snippet -> shell.status(snippet).isDefined())
                .forEach(snippet -> scope.declare(snippet, analysis.wrapper(snippet).fullClassName()));
        return scope;
    }

    private static String line(ImportSnippet snippet) {
        String kind = snippet.isStatic() ? "static "
                : snippet.subKind() == SubKind.MODULE_IMPORT_SUBKIND ? "module " : "";
        return "import " + kind + snippet.fullname() + ";";
    }

    private static String name(Snippet snippet) {
        return ((PersistentSnippet) snippet).name();
    }

    private void declare(Snippet snippet, String className) {
        String name = name(snippet);
        if (snippet.kind() == Snippet.Kind.TYPE_DECL) {
            types.put(name, className + "$" + name);
        }
        declared.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add("import static " + className + "." + name + ";");
    }

    List<String> imports() {
        return imports;
    }

    /** All that is declared, and what the imports of members bring. */
    List<String> names() {
        return Stream.concat(declared.keySet().stream(), Surroundings.members().stream()).toList();
    }

    /** The types that are declared, with the names of their classes. */
    Map<String, String> types() {
        return types;
    }

    /** The imports for {@code source}: all that the user made, and of the declarations those whose names stand in it. */
    String importsFor(String source) {
        Set<String> lines = new LinkedHashSet<>(imports);
        Names.identifiers(source).forEach(name -> lines.addAll(declared.getOrDefault(name, Set.of())));
        return String.join("", lines);
    }
}
