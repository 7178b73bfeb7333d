package greenloom.kernel.repl;

import com.sun.source.util.JavacTask;
import com.sun.tools.javac.api.JavacTaskImpl;
import com.sun.tools.javac.api.JavacTaskPool;
import com.sun.tools.javac.tree.JCTree.JCCompilationUnit;
import com.sun.tools.javac.util.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;

/**
 * Compiles expressions and statements by one javac task each, where JShell takes four or five and keeps a class of each
 * for ever. It only ever says yes or "not mine": declarations, and whatever does not compile, are JShell's, and so are
 * all diagnostics. Called under the engine's lock.
 *
 * <p>The compiler's context is kept from task to task, with the symbols of earlier cells' classes.
 */
final class DirectCompiler {
    private static final List<String> OPTIONS = Preview.with("-proc:none", "-parameters", "-g");

    private JavacTaskPool pool = new JavacTaskPool(1);
    private final DirectFiles files;
    private final CellSymbols symbols;
    private Map<String, byte[]> output = new LinkedHashMap<>();
    private int count;

    DirectCompiler(VisibleFiles files, CellLoader loader) {
        this.files = new DirectFiles(files, loader, (name, bytes) -> output.put(name, bytes));
        this.symbols = new CellSymbols(loader, this.files);
    }

    /** javac remembers which packages there are: it begins anew. */
    void forgetClassPath() {
        pool = new JavacTaskPool(1);
    }

    /** A class with a method that does what a piece says. */
    record Compiled(String className, boolean hasValue, Map<String, byte[]> classes) {
    }

    /** @param wanted whether the piece's value is to be shown, if it has one */
    Optional<Compiled> compile(Piece piece, Scope scope, boolean wanted) {
        String imports = scope.importsFor(piece.source());
        DirectUnit.Form first = DirectUnit.likeliest(piece.source());
        return switch (attempt(new DirectUnit(++count, imports, piece.source(), first), wanted)) {
            case Attempt.Done(var compiled) -> Optional.of(compiled);
            case Attempt.NotAStatement _ ->
                attempt(new DirectUnit(++count, imports, piece.source(), DirectUnit.Form.VALUE), wanted).compiled();
            case Attempt.NotMine _ -> Optional.empty();
        };
    }

    private sealed interface Attempt {
        record Done(Compiled result) implements Attempt {
        }

        /** An expression that Java does not take as a statement. */
        record NotAStatement() implements Attempt {
        }

        record NotMine() implements Attempt {
        }

        default Optional<Compiled> compiled() {
            return this instanceof Done(var result) ? Optional.of(result) : Optional.empty();
        }
    }

    private Attempt attempt(DirectUnit unit, boolean wanted) {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        output = new LinkedHashMap<>();
        return pool.getTask(null, files, found, OPTIONS, null,
                List.of(DirectFiles.source(unit.className(), unit.text())), task -> {
                    // The context cannot be had any more when the task has ended.
                    Context context = ((JavacTaskImpl) task).getContext();
                    symbols.renew(context);
                    try {
                        return attempt(unit, wanted, task, context, found);
                    } finally {
                        CellSymbols.forget(context, unit.className(), output.keySet());
                    }
                });
    }

    private Attempt attempt(DirectUnit unit, boolean wanted, JavacTask task, Context context,
            DiagnosticCollector<JavaFileObject> found) {
        try {
            JCCompilationUnit tree = (JCCompilationUnit) task.parse().iterator().next();
            if (hasErrors(found)) {
                return notAStatement(found) ? new Attempt.NotAStatement() : new Attempt.NotMine();
            }
            if (!unit.isPlain(tree)) {
                return new Attempt.NotMine();
            }
            task.analyze();
            if (hasErrors(found)) {
                return new Attempt.NotMine();
            }
            boolean hasValue = wanted && unit.keepValue(tree, context);
            task.generate();
            return new Attempt.Done(new Compiled(unit.className(), hasValue, output));
        } catch (IOException e) {
            throw new IllegalStateException("javac cannot read what is in memory", e);
        }
    }

    private static boolean hasErrors(DiagnosticCollector<JavaFileObject> found) {
        return found.getDiagnostics().stream().anyMatch(each -> each.getKind() == Diagnostic.Kind.ERROR);
    }

    private static boolean notAStatement(DiagnosticCollector<JavaFileObject> found) {
        return found.getDiagnostics().stream().filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .allMatch(each -> "compiler.err.not.stmt".equals(each.getCode()));
    }
}
