package greenloom.kernel.repl;

import greenloom.internal.weave.Checkpoints;
import greenloom.internal.weave.Weaver;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * The one compiler of a notebook: JShell, and the way past it. JShell's maps are not thread-safe: every call into it
 * goes through one lock. No user code runs under it.
 */
final class Engine implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Places places = new Places();
    private final References references = new References();
    private final Storage storage = new Storage();
    private final CellLoader loader = new CellLoader(new Visible(), weaver(), storage, references);
    private final Redefiner redefiner = new Redefiner(loader);
    private final LibraryWeaver libraries = new LibraryWeaver(loader);
    private final Variables variables = new Variables(loader, storage);
    private final Invoker invoker = new Invoker(loader, variables);
    private final Direct direct;
    private final VisibleFiles files;
    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final Shell tuned;
    private final Syntax syntax;
    private final List<String> imports;

    /** Under the lock when written: what was added. */
    private final Set<Path> classPath = Collections.synchronizedSet(new LinkedHashSet<>());

    /** Under the lock: what is declared, until JShell is asked to evaluate something. */
    private @Nullable Scope scope;

    Engine() {
        files = VisibleFiles.open(Surroundings.classPath());
        shell = JShell.builder()
                .fileManager(_ -> files)
                .compilerOptions(Preview.with("-g").toArray(String[]::new))
                .executionEngine(new Provider(), Map.of())
                .build();
        TunedShell.postponeIndex();
        analysis = shell.sourceCodeAnalysis();
        syntax = new Syntax(files);
        direct = new Direct(files, loader, places);
        imports = Surroundings.imports(files);
        tuned = new Shell(shell, loader, imports);
    }

    /** The one place that decides what is done to cells' classes: without the first two users would see other things. */
    private Weaver weaver() {
        return new Weaver(List.of(new CellLines(places), storage, new Sendable()),
                List.of(new Redirects(), new Checkpoints()));
    }

    private final class Provider implements ExecutionControlProvider {
        @Override
        public String name() {
            return "greenloom";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return new Control(loader, places, redefiner);
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

    /** Asks JShell something, when no piece is being compiled. Any thread. */
    <T> T askShell(Function<JShell, T> question) {
        return ask(_ -> question.apply(shell));
    }

    /** Forgets what is declared by such snippets, and the variables among them with their values. */
    void drop(Predicate<PersistentSnippet> which) {
        lock.lock();
        try {
            shell.snippets().filter(snippet -> shell.status(snippet).isActive())
                    .filter(PersistentSnippet.class::isInstance).map(PersistentSnippet.class::cast)
                    .filter(snippet -> snippet.kind() != Snippet.Kind.IMPORT && which.test(snippet)).toList()
                    .forEach(this::drop);
            scope = null;
        } finally {
            lock.unlock();
        }
    }

    private void drop(PersistentSnippet snippet) {
        if (shell.status(snippet).isActive()) {
            shell.drop(snippet);
        }
        if (snippet instanceof VarSnippet variable) {
            variables.forget(variable.name());
        }
    }

    List<Path> classPath() {
        return List.copyOf(classPath);
    }

    /** Makes jars and directories of classes known to all cells from now on. */
    void addToClassPath(List<Path> entries) {
        lock.lock();
        try {
            List<Path> fresh = entries.stream().filter(classPath::add).toList();
            files.add(fresh);
            fresh.forEach(entry -> shell.addToClasspath(entry.toString()));
            direct.forgetClassPath();
            scope = null;
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
     * Compiles a piece. What it declares is known to those compiled after it.
     *
     * @param wanted whether its value is to be shown, if it has one
     */
    Ready compile(Piece piece, boolean wanted) {
        lock.lock();
        try {
            return direct.compile(piece, this::scope, wanted).orElseGet(() -> evaluate(piece));
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

    private Ready evaluate(Piece piece) {
        Evaluation evaluation = new Evaluation();
        List<SnippetEvent> events = ScopedValue.where(Evaluation.CURRENT, evaluation)
                .call(() -> tuned.eval(piece.source()));
        List<Snippet> own = events.stream().filter(event -> event.causeSnippet() == null).map(SnippetEvent::snippet)
                .toList();
        own.forEach(snippet -> place(snippet, piece, events, evaluation));
        places.settle(shell, analysis, piece);
        events.forEach(event -> revive(event, evaluation));
        scope = null;
        redefiner.settle();
        return ready(piece, evaluation, own, events);
    }

    /** What an earlier cell has declared in the same words is not compiled again: its code is now of this piece. */
    private void place(Snippet snippet, Piece piece, List<SnippetEvent> events, Evaluation evaluation) {
        if (shell.status(snippet).isDefined() && snippet.kind() != Snippet.Kind.IMPORT) {
            String className = analysis.wrapper(snippet).fullClassName();
            Snippet before = Objects.requireNonNullElse(before(snippet, events), snippet);
            places.piece(before)
                    .filter(_ -> !evaluation.classes().contains(className)
                            && analysis.wrapper(before).fullClassName().equals(className))
                    .ifPresent(known -> places.move(className, known, piece));
        }
        places.put(snippet, piece);
    }

    private Ready ready(Piece piece, Evaluation evaluation, List<Snippet> own, List<SnippetEvent> events) {
        Diagnostics diagnostics = new Diagnostics(shell, piece);
        List<Problem> problems = own.stream().filter(snippet -> shell.status(snippet) == Status.REJECTED)
                .flatMap(snippet -> diagnostics.of(snippet).stream()).toList();
        if (!problems.isEmpty()) {
            return new Ready.Rejected(problems);
        }
        boolean hasValue = !own.isEmpty() && hasValue(own.getLast()) && !evaluation.calls().isEmpty();
        List<Ready.Declared> declared = own.stream().filter(VarSnippet.class::isInstance)
                .map(variable -> new Ready.Declared(variable, before(variable, events))).toList();
        tuned.tidy(own);
        return new Ready.Program(piece, evaluation.calls(), hasValue ? evaluation.calls().getLast() : null,
                evaluation.classes(), evaluation.redefined(), declared);
    }

    /**
     * JShell gives a {@code var} up when the class of its value is replaced by another one: it is declared anew, by its
     * type. What declaring it would do to its value is not done.
     */
    private void revive(SnippetEvent event, Evaluation evaluation) {
        boolean givenUp = event.causeSnippet() != null && event.previousStatus().isDefined()
                && !event.status().isDefined()
                && event.status() != Status.OVERWRITTEN;
        if (givenUp && event.snippet() instanceof VarSnippet variable) {
            Evaluation again = new Evaluation();
            Optional<Piece> piece = places.piece(variable);
            ScopedValue.where(Evaluation.CURRENT, again)
                    .run(() -> tuned.eval(variable.typeName() + " " + variable.name() + ";"));
            piece.ifPresent(where -> places.settle(shell, analysis, where));
            again.classes().forEach(evaluation::loaded);
        }
    }

    private static @Nullable Snippet before(Snippet variable, List<SnippetEvent> events) {
        return events.stream().filter(event -> event.causeSnippet() == variable && event.status() == Status.OVERWRITTEN)
                .map(SnippetEvent::snippet).filter(VarSnippet.class::isInstance).findFirst().orElse(null);
    }

    /** Takes back the variables of pieces that were compiled and will not run: what they stood in place of counts again. */
    void retract(List<Ready.Program> pieces) {
        lock.lock();
        try {
            pieces.reversed().stream().flatMap(piece -> piece.declared().stream()).forEach(this::retract);
        } finally {
            lock.unlock();
        }
    }

    private void retract(Ready.Declared declared) {
        Snippet before = declared.before();
        if (before != null) {
            Evaluation evaluation = new Evaluation();
            ScopedValue.where(Evaluation.CURRENT, evaluation).run(() -> tuned.eval(before.source()));
            places.piece(before).ifPresent(piece -> places.settle(shell, analysis, piece));
            variables.begin(evaluation.classes().stream().filter(name -> !Names.isInner(name)).toList(), changes());
        } else if (shell.status(declared.variable()).isActive()) {
            shell.drop(declared.variable());
        }
        scope = null;
    }

    /** What a cell failed with, in words for its author. */
    Throwable explained(Throwable thrown) {
        lock.lock();
        try {
            return thrown instanceof SPIResolutionException e ? undeclared(e) : thrown;
        } finally {
            lock.unlock();
        }
    }

    /** The problems, each with what to do about it where that is known. */
    List<Problem> advise(List<Problem> problems) {
        lock.lock();
        try {
            Hints hints = new Hints(new MissingNames(() -> scope().names(), types()));
            return problems.stream().map(hints::advise).toList();
        } finally {
            lock.unlock();
        }
    }

    private TypeFinder types() {
        return new TypeFinder(loader, scope().types(), scope().imports(), files);
    }

    /** What may stand at {@code cursor}. */
    Completions complete(CellText cell, int cursor) {
        return askOfNames(_ -> new Completer(analysis, types(), new Signatures(analysis, types(),
                shell.methods().toList())).complete(cell, cursor));
    }

    /** What the pieces of one cell change of what was there before. */
    Changes changes() {
        return new Changes(references);
    }

    Variables variables() {
        return variables;
    }

    Invoker invoker() {
        return invoker;
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
        libraries.close();
        shell.close();
    }
}
