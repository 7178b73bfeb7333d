package greenloom.kernel.repl;

import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * The one JShell of a notebook. JShell's maps are not thread-safe: every call into it goes through one lock, which is
 * not held while user code runs.
 */
final class Engine implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Places places = new Places();
    private final CellLoader loader = new CellLoader(new Visible(), Weaver.of(places));
    private final Invoker invoker = new Invoker(loader, lock);
    private final Direct direct;
    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final Shell tuned;
    private final Syntax syntax;
    private final List<String> imports;

    /** Under the lock: what is declared, until JShell is asked to evaluate something. */
    private @Nullable Scope scope;

    Engine() {
        VisibleFiles files = VisibleFiles.open(Surroundings.classPath());
        shell = JShell.builder()
                .fileManager(_ -> files)
                .compilerOptions("-g")
                .executionEngine(new Provider(), Map.of())
                .build();
        analysis = shell.sourceCodeAnalysis();
        syntax = new Syntax(files);
        direct = new Direct(files, loader, places, invoker);
        imports = Surroundings.imports(files);
        tuned = new Shell(shell, loader, imports);
    }

    private final class Provider implements ExecutionControlProvider {
        @Override
        public String name() {
            return "greenloom";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return new Control(loader, places, invoker, Engine.this::settle);
        }
    }

    Places places() {
        return places;
    }

    ClassLoader loader() {
        return loader;
    }

    boolean isJava(String source) {
        return ask(_ -> syntax.isJava(source));
    }

    /** Asks JShell's analysis something, when no piece is being compiled. Any thread. */
    <T> T ask(Function<SourceCodeAnalysis, T> question) {
        lock.lock();
        try {
            return question.apply(analysis);
        } finally {
            lock.unlock();
        }
    }

    /** Asks what depends on names: imports have to be known. */
    <T> T askOfNames(Function<SourceCodeAnalysis, T> question) {
        lock.lock();
        try {
            tuned.prepare();
            return question.apply(analysis);
        } finally {
            lock.unlock();
        }
    }

    /** Tells JShell one more import; false if it knows them all. */
    boolean prepareOne() {
        lock.lock();
        try {
            return tuned.prepareOne();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Compiles and runs a piece; returns when its own code has ended.
     *
     * @param wanted whether its value is to be shown, if it has one
     */
    Step run(Piece piece, Foreground foreground, boolean wanted) {
        lock.lock();
        try {
            Step step = direct.run(piece, this::scope, wanted, foreground).orElseGet(() -> evaluate(piece, foreground));
            return step instanceof Step.Threw(SPIResolutionException e) ? new Step.Threw(undeclared(e)) : step;
        } finally {
            lock.unlock();
        }
    }

    private Scope scope() {
        if (scope == null) {
            scope = Scope.of(imports, shell, analysis);
        }
        return scope;
    }

    private Step evaluate(Piece piece, Foreground foreground) {
        Evaluation evaluation = new Evaluation(piece, foreground);
        scope = null;
        try {
            List<SnippetEvent> events = ScopedValue.where(Evaluation.CURRENT, evaluation)
                    .call(() -> tuned.eval(piece.source()));
            places.settle(shell, analysis, piece);
            return step(evaluation, events);
        } finally {
            // Another cell may have looked while this one's code ran.
            scope = null;
        }
    }

    /** What javac says of a piece that is not Java; empty where it is, sensible or not. */
    List<Problem> syntaxProblems(Piece piece) {
        lock.lock();
        try {
            return syntax.isJava(piece.source())
                    ? List.of()
                    : analysis.sourceToSnippets(piece.source()).stream()
                            .filter(snippet -> snippet.kind() == Snippet.Kind.ERRONEOUS)
                            .flatMap(snippet -> new Diagnostics(shell, piece).of(snippet).stream())
                            .toList();
        } finally {
            lock.unlock();
        }
    }

    private void settle() {
        tuned.unlimit();
        places.settle(shell, analysis, Evaluation.CURRENT.get().piece());
    }

    private Step step(Evaluation evaluation, List<SnippetEvent> events) {
        if (evaluation.thrown() != null) {
            return new Step.Threw(evaluation.thrown());
        }
        List<Snippet> own = events.stream().filter(event -> event.causeSnippet() == null).map(SnippetEvent::snippet)
                .toList();
        own.forEach(snippet -> places.put(snippet, evaluation.piece()));
        Diagnostics diagnostics = new Diagnostics(shell, evaluation.piece());
        List<Problem> problems = own.stream().filter(snippet -> shell.status(snippet) == Status.REJECTED)
                .flatMap(snippet -> diagnostics.of(snippet).stream()).toList();
        if (!problems.isEmpty()) {
            return new Step.Rejected(problems);
        }
        boolean hasValue = !own.isEmpty() && hasValue(own.getLast());
        tuned.tidy(own);
        return hasValue ? new Step.Yielded(evaluation.value()) : new Step.Done();
    }

    private Throwable undeclared(SPIResolutionException e) {
        return shell.snippets()
                .filter(snippet -> snippet.id().equals(String.valueOf(e.id())) && shell.status(snippet).isActive())
                .findFirst().<Throwable>map(caller -> Undeclared.of(shell, (DeclarationSnippet) caller, e)).orElse(e);
    }

    /** What {@code cell} declares and cannot be used, because it needs what nothing declares. */
    List<Problem> unfinished(CellText cell) {
        lock.lock();
        try {
            return places.of(cell).entrySet().stream()
                    .filter(entry -> shell.status(entry.getKey()) == Status.RECOVERABLE_NOT_DEFINED)
                    .flatMap(entry -> new Diagnostics(shell, entry.getValue())
                            .unresolved((DeclarationSnippet) entry.getKey()).stream())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private static boolean hasValue(Snippet snippet) {
        return snippet.kind() == Snippet.Kind.EXPRESSION || snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    }

    @Override
    public void close() {
        shell.close();
    }
}
