package greenloom.kernel.repl;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The quick way of a piece, past JShell. Called under the engine's lock. */
final class Direct {
    private static final Logger LOG = System.getLogger(Direct.class.getName());

    private final CellLoader loader;
    private final Places places;
    private final Invoker invoker;
    private @Nullable DirectCompiler compiler;

    Direct(VisibleFiles files, CellLoader loader, Places places, Invoker invoker) {
        this.loader = loader;
        this.places = places;
        this.invoker = invoker;
        this.compiler = "off".equals(System.getProperty("greenloom.direct")) ? null : new DirectCompiler(files, loader);
    }

    /** How the piece ended; empty, and nothing done, if it is one for JShell. */
    Optional<Step> run(Piece piece, Supplier<Scope> scope, boolean wanted, Foreground foreground) {
        return compile(piece, scope, wanted).map(compiled -> run(compiled, piece, foreground));
    }

    private Optional<DirectCompiler.Compiled> compile(Piece piece, Supplier<Scope> scope, boolean wanted) {
        if (compiler == null) {
            return Optional.empty();
        }
        try {
            return compiler.compile(piece, scope.get(), wanted);
        } catch (LinkageError | RuntimeException e) {
            // Another JDK's javac, or one without the exports that this needs: all goes on, slower.
            LOG.log(Level.WARNING, "Compiling past JShell does not work here and is switched off", e);
            compiler = null;
            return Optional.empty();
        }
    }

    private Step run(DirectCompiler.Compiled compiled, Piece piece, Foreground foreground) {
        compiled.classes().forEach(loader::add);
        places.settle(compiled.className(), LineMap.shifted(piece.cell(), piece.firstLine(), piece.lines()));
        try {
            invoker.invoke(compiled.className(), DirectUnit.METHOD, foreground);
            return compiled.hasValue() ? new Step.Yielded(invoker.take(compiled.className(), DirectUnit.VALUE))
                    : new Step.Done();
        } catch (Throwable e) {
            return new Step.Threw(e);
        }
    }
}
