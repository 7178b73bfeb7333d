package greenloom.kernel.repl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SourceCodeAnalysis;

/**
 * Which names evaluating a source can need: those that stand in it, and those in the declarations that JShell will
 * compile anew because they use a name of it, and so on.
 */
final class Reach {
    private final JShell shell;
    private final SourceCodeAnalysis analysis;

    Reach(JShell shell, SourceCodeAnalysis analysis) {
        this.shell = shell;
        this.analysis = analysis;
    }

    Set<String> of(String source) {
        Map<String, List<Snippet>> declared = new HashMap<>();
        Set<String> found = new HashSet<>(Names.identifiers(source));
        Deque<Snippet> todo = new ArrayDeque<>();
        shell.snippets().filter(PersistentSnippet.class::isInstance).filter(snippet -> shell.status(snippet).isActive())
                .forEach(snippet -> {
                    declared.computeIfAbsent(((PersistentSnippet) snippet).name(), _ -> new ArrayList<>()).add(snippet);
                    if (isWaiting(snippet)) {
                        todo.add(snippet);
                    }
                });
        found.forEach(name -> todo.addAll(declared.getOrDefault(name, List.of())));
        Set<Snippet> seen = new HashSet<>();
        while (!todo.isEmpty()) {
            Snippet next = todo.poll();
            if (seen.add(next)) {
                found.addAll(Names.identifiers(next.source()));
                todo.addAll(analysis.dependents(next));
            }
        }
        return found;
    }

    /** It may be what the source declares that it waits for. */
    private boolean isWaiting(Snippet snippet) {
        Status status = shell.status(snippet);
        return status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED;
    }

    /** Whether any declaration waits for something, which an import may be. */
    boolean anyIsWaiting() {
        return shell.snippets().anyMatch(this::isWaiting);
    }
}
