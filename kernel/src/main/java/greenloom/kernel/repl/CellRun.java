package greenloom.kernel.repl;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.display.Renderers;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One execution of a cell, on an evaluator thread: its pieces in their order, up to the first that fails. */
final class CellRun {
    private final Engine engine;
    private final CellText text;
    private final Foreground foreground;

    CellRun(Engine engine, CellText text, Foreground foreground) {
        this.engine = engine;
        this.text = text;
        this.foreground = foreground;
    }

    void interrupt() {
        foreground.interrupt();
    }

    Outcome run() {
        try (foreground) {
            List<Piece> pieces = engine.ask(analysis -> new Splitter(analysis).split(text));
            List<Problem> syntax = syntaxProblems(pieces);
            return syntax.isEmpty() ? runAll(pieces) : CompileErrors.show(syntax);
        } catch (Throwable e) {
            return new Tracebacks(engine.places()).show(e);
        }
    }

    /** A cell that is not Java in its third line must not run the first two. Alone, a piece is not run before it is compiled. */
    private List<Problem> syntaxProblems(List<Piece> pieces) {
        return pieces.size() < 2 ? List.of()
                : pieces.stream().flatMap(piece -> engine.syntaxProblems(piece).stream()).toList();
    }

    private Outcome runAll(List<Piece> pieces) throws Throwable {
        Step last = new Step.Done();
        for (Piece piece : pieces) {
            foreground.ensureNotInterrupted();
            last = engine.run(piece, foreground, piece == pieces.getLast() && isShown(piece));
            switch (last) {
                case Step.Rejected rejected -> {
                    return CompileErrors.show(
                            Stream.concat(engine.unfinished(text).stream(), rejected.problems().stream()).toList());
                }
                case Step.Threw threw -> throw threw.error();
                case Step.Done _,Step.Yielded _ -> {}
            }
        }
        List<Problem> unfinished = engine.unfinished(text);
        if (!unfinished.isEmpty()) {
            return CompileErrors.show(unfinished);
        }
        boolean shown = !pieces.isEmpty() && isShown(pieces.getLast());
        return new Outcome.Value(shown && last instanceof Step.Yielded(var value) ? render(value) : Optional.empty());
    }

    private static boolean isShown(Piece piece) {
        return piece.shape() != Piece.Shape.MUTED;
    }

    /** On the greenlet: a value's toString is user code, too. */
    private Optional<MimeBundle> render(@Nullable Object value) throws Throwable {
        return value == null ? Optional.empty()
                : Optional.of(rendered(value));
    }

    private MimeBundle rendered(Object value) throws Throwable {
        return (MimeBundle) Objects.requireNonNull(foreground.call(() -> Renderers.render(value)));
    }
}
