package greenloom.kernel.repl;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The quick way of a piece, past JShell. Called under the engine's lock. */
final class Direct {
    private static final Logger LOG = System.getLogger(Direct.class.getName());

    private final CellLoader loader;
    private final Places places;
    private @Nullable DirectCompiler compiler;

    Direct(VisibleFiles files, CellLoader loader, Places places) {
        this.loader = loader;
        this.places = places;
        this.compiler = "off".equals(System.getProperty("greenloom.direct")) ? null : new DirectCompiler(files, loader);
    }

    /** Empty, and nothing done, if the piece is one for JShell. */
    Optional<Ready> compile(Piece piece, Supplier<Scope> scope, boolean wanted) {
        if (compiler == null) {
            return Optional.empty();
        }
        try {
            return compiler.compile(piece, scope.get(), wanted).map(compiled -> keep(compiled, piece));
        } catch (LinkageError | RuntimeException e) {
            // Another JDK's javac, or one without the exports that this needs: all goes on, slower.
            LOG.log(Level.WARNING, "Compiling past JShell does not work here and is switched off", e);
            compiler = null;
            return Optional.empty();
        }
    }

    /** The class path has changed. */
    void forgetClassPath() {
        if (compiler != null) {
            compiler.forgetClassPath();
        }
    }

    private Ready keep(DirectCompiler.Compiled compiled, Piece piece) {
        compiled.classes().forEach(loader::add);
        places.settle(compiled.className(), LineMap.shifted(piece.cell(), piece.firstLine(), piece.lines()));
        Ready.Call call = new Ready.Call(compiled.className(), DirectUnit.METHOD,
                compiled.hasValue() ? DirectUnit.VALUE : null);
        return new Ready.Program(piece, List.of(call), compiled.hasValue() ? call : null,
                List.copyOf(compiled.classes().keySet()), List.of(), List.of());
    }
}
