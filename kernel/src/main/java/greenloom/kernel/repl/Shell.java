package greenloom.kernel.repl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;

/** JShell with what keeps its costs flat, and with the imports that it is told late. Used under the engine's lock. */
final class Shell {
    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final CellLoader loader;
    private final TunedShell tuned;

    /** The imports that JShell has not been told yet: they cost more than all else at the start. */
    private final Deque<String> untold;

    Shell(JShell shell, CellLoader loader, List<String> imports) {
        this.shell = shell;
        this.analysis = shell.sourceCodeAnalysis();
        this.loader = loader;
        this.tuned = TunedShell.of(shell);
        this.untold = new ArrayDeque<>(imports);
    }

    /** Tells JShell one more import; false if it knows them all. */
    boolean prepareOne() {
        String line = untold.poll();
        if (line != null) {
            shell.eval(line);
        }
        return !untold.isEmpty();
    }

    void prepare() {
        while (!untold.isEmpty()) {
            prepareOne();
        }
    }

    List<SnippetEvent> eval(String source) {
        prepare();
        try {
            limit(source);
            return shell.eval(source);
        } finally {
            unlimit();
        }
    }

    private void limit(String source) {
        if (tuned.isTuned()) {
            Reach reach = new Reach(shell, analysis);
            boolean isImport = source.startsWith("import");
            tuned.importing(isImport && !reach.anyIsWaiting());
            tuned.know(isImport ? null : reach.of(source));
        }
    }

    private void unlimit() {
        tuned.know(null);
        tuned.importing(false);
    }

    /** Drops what nothing can name again: the classes of statements, and the variables that JShell makes for values. */
    void tidy(List<Snippet> evaluated) {
        for (Snippet snippet : evaluated) {
            boolean unnamed = snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
            if (shell.status(snippet).isDefined() && (unnamed || !snippet.kind().isPersistent())) {
                String className = analysis.wrapper(snippet).fullClassName();
                if (unnamed) {
                    shell.drop(snippet);
                }
                tuned.forget(className);
                loader.forget(className);
            }
        }
    }
}
