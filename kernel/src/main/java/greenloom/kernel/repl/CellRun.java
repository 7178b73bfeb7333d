package greenloom.kernel.repl;

import greenloom.kernel.display.Renderers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a cell, on an evaluator thread. All pieces are compiled before the first one runs: so a cell with an
 * error in its last line runs nothing, and between two lines of one that runs no other greenlet gets a turn unless the
 * cell's own code waits.
 */
final class CellRun {
    private final Engine engine;
    private final CellText text;
    private final Foreground foreground;
    private final Supplier<List<UserThreads.Live>> others;
    private final Runnable onCompiled;

    /** @param others the greenlets that live beside the caller's */
    CellRun(Engine engine, CellText text, Foreground foreground, Supplier<List<UserThreads.Live>> others,
            Runnable onCompiled) {
        this.engine = engine;
        this.text = text;
        this.foreground = foreground;
        this.others = others;
        this.onCompiled = onCompiled;
    }

    void interrupt() {
        foreground.interrupt();
    }

    Outcome run() {
        try (foreground) {
            List<Problem> problems = new ArrayList<>();
            List<Ready.Program> ready = prepare(problems);
            if (!problems.isEmpty()) {
                return CompileErrors.show(engine.advise(problems));
            }
            onCompiled.run();
            return run(new Progress(ready));
        } catch (Throwable e) {
            return new Tracebacks(engine.places(), foreground.thread()).show(engine.explained(e));
        }
    }

    /** All that comes before the first line runs. No user code is involved: what fails here is not the cell's fault. */
    private List<Ready.Program> prepare(List<Problem> problems) {
        try {
            List<Piece> pieces = engine.ask(analysis -> new Splitter(analysis).split(text));
            // What is not even Java can be told without declaring anything.
            pieces.stream().filter(CellRun::isDoubtful).flatMap(piece -> engine.syntaxProblems(piece).stream())
                    .forEach(problems::add);
            List<Ready.Program> ready = problems.isEmpty() ? compile(pieces, problems) : List.of();
            if (problems.isEmpty()) {
                ready.forEach(engine.invoker()::prepare);
            } else {
                engine.retract(ready);
            }
            return ready;
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            throw new EngineFailure(e);
        }
    }

    private static boolean isDoubtful(Piece piece) {
        return piece.shape() == Piece.Shape.DOUBTFUL;
    }

    private List<Ready.Program> compile(List<Piece> pieces, List<Problem> problems) {
        List<Ready.Program> ready = new ArrayList<>();
        Set<String> broken = new HashSet<>();
        for (Piece piece : pieces) {
            foreground.ensureNotInterrupted();
            switch (engine.compile(piece, piece == pieces.getLast() && piece.shape() != Piece.Shape.MUTED)) {
                case Ready.Program program -> ready.add(program);
                case Ready.Rejected(var found) -> {
                    // What a broken piece should have declared is missing in those behind it.
                    found.stream().filter(problem -> problem.missing().filter(broken::contains).isEmpty())
                            .forEach(problems::add);
                    broken.addAll(Names.identifiers(piece.source()));
                }
            }
        }
        List<Problem> unfinished = engine.unfinished(text);
        problems.addAll(0, unfinished);
        return ready;
    }

    /** Runs all of it as one job, on the greenlet where there is anything to run. */
    private Outcome run(Progress progress) throws Throwable {
        try {
            return progress.isIdle() ? progress.run()
                    : (Outcome) Objects.requireNonNull(foreground.call(progress::run));
        } finally {
            engine.retract(progress.left());
        }
    }

    /** The run of what is compiled, and how far it has come. */
    private final class Progress {
        private final List<Ready.Program> ready;
        private final Changes changes = engine.changes();
        private int begun;

        Progress(List<Ready.Program> ready) {
            this.ready = ready;
        }

        boolean isIdle() {
            return ready.stream().allMatch(each -> each.calls().isEmpty());
        }

        List<Ready.Program> left() {
            return ready.subList(begun, ready.size());
        }

        /** A value's toString is user code, too: it is asked for here. */
        Outcome.Value run() throws Exception {
            @Nullable Object value = null;
            try {
                for (Ready.Program each : ready) {
                    begun++;
                    value = engine.invoker().run(each, changes);
                }
            } catch (Throwable e) {
                throw Thrown.sneaky(e);
            } finally {
                tell();
            }
            return value == null || isStandardStream(value)
                    ? new Outcome.Value(Optional.empty())
                    : new Outcome.Value(Optional.of(Renderers.render(value)), foreground.live(value));
        }

        private void tell() {
            changes.sentences(engine.variables()::values, others).forEach(System.err::println);
        }
    }

    /** {@code System.out.printf(...)} returns the stream, which tells nobody anything: as if it were void. */
    private static boolean isStandardStream(Object value) {
        return value == System.out || value == System.err;
    }
}
