package greenloom.kernel.repl;

import greenloom.Tasks;
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
    private final List<CellRequest.Stop> stops;
    private final Foreground foreground;
    private final Supplier<List<Tasks.Task>> others;
    private final Runnable onCompiled;

    /** @param others the greenlets that live beside the caller's */
    CellRun(Engine engine, CellText text, List<CellRequest.Stop> stops, Foreground foreground,
            Supplier<List<Tasks.Task>> others, Runnable onCompiled) {
        this.engine = engine;
        this.text = text;
        this.stops = stops;
        this.foreground = foreground;
        this.others = others;
        this.onCompiled = onCompiled;
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
            List<Piece> pieces = engine.ask(analysis -> split(new Splitter(analysis)));
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

    private List<Piece> split(Splitter splitter) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        for (CellRequest.Stop stop : stops) {
            pieces.addAll(splitter.split(text, from, stop.at()));
            from = stop.at();
        }
        pieces.addAll(splitter.split(text, from, text.code().length()));
        return pieces;
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

    /** Runs it up to each stop and to its end: each stretch as one job, on the greenlet where there is anything to run. */
    private Outcome run(Progress progress) throws Throwable {
        try {
            Outcome outcome = new Outcome.Value(Optional.empty());
            for (CellRequest.Stop stop : stops) {
                progress.runTo(stop.at());
                outcome = stop.step().run();
                if (outcome instanceof Outcome.Failed) {
                    return outcome;
                }
            }
            return progress.left().isEmpty() ? outcome : progress.runTo(text.code().length());
        } finally {
            engine.retract(progress.left());
        }
    }

    /** The run of what is compiled, and how far it has come. */
    private final class Progress {
        private final List<Ready.Program> ready;
        private int begun;

        Progress(List<Ready.Program> ready) {
            this.ready = ready;
        }

        List<Ready.Program> left() {
            return ready.subList(begun, ready.size());
        }

        Outcome runTo(int end) throws Throwable {
            List<Ready.Program> next = left().stream().takeWhile(each -> each.piece().start() < end).toList();
            return next.stream().allMatch(each -> each.calls().isEmpty()) ? run(next)
                    : (Outcome) Objects.requireNonNull(foreground.call(() -> run(next)));
        }

        /** A value's toString is user code, too: it is asked for here. */
        private Outcome.Value run(List<Ready.Program> some) throws Exception {
            @Nullable Object value = null;
            Changes changes = engine.changes();
            try {
                for (Ready.Program each : some) {
                    begun++;
                    value = engine.invoker().run(each, changes);
                }
            } catch (Throwable e) {
                throw Thrown.sneaky(e);
            } finally {
                changes.sentences(engine.variables()::values, others).forEach(System.err::println);
            }
            return value == null || isStandardStream(value)
                    ? new Outcome.Value(Optional.empty())
                    : new Outcome.Value(Optional.of(Renderers.render(value)), foreground.live(value));
        }
    }

    /** {@code System.out.printf(...)} returns the stream, which tells nobody anything: as if it were void. */
    private static boolean isStandardStream(Object value) {
        return value == System.out || value == System.err;
    }
}
