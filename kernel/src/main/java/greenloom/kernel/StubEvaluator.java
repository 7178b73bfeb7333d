package greenloom.kernel;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.repl.CellRequest;
import greenloom.kernel.repl.Completeness;
import greenloom.kernel.repl.Completions;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Stands where the Java evaluator will: every cell's value is its source. */
final class StubEvaluator implements Evaluator {
    @Override
    public void execute(CellRequest cell, Consumer<Outcome> onEnd) {
        System.out.println(cell.code());
        onEnd.accept(new Outcome.Value(Optional.of(MimeBundle.text(cell.code()))));
    }

    @Override
    public void interrupt() {}

    @Override
    public Completeness isComplete(String code) {
        return new Completeness.Complete();
    }

    @Override
    public Completions complete(String code, int cursor) {
        return new Completions(List.of(), cursor, cursor);
    }

    @Override
    public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
