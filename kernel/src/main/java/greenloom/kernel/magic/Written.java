package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.repl.Completeness;
import greenloom.kernel.repl.Completions;
import greenloom.kernel.repl.Evaluator;
import java.util.Optional;

/** What is known of a cell that is being written, its Java and its magics alike. Any thread, also while a cell runs. */
public final class Written {
    private final Evaluator evaluator;
    private final Magics magics;

    /** What {@code evaluator} and {@code magics} know. */
    public Written(Evaluator evaluator, Magics magics) {
        this.evaluator = evaluator;
        this.magics = magics;
    }

    /** Whether {@code code} is a whole cell. */
    public Completeness isComplete(String code) {
        return evaluator.isComplete(Magics.java(code));
    }

    /** What may stand at {@code cursor}, an index of UTF-16 units into {@code code}. */
    public Completions complete(String code, int cursor) {
        return magics.complete(code, cursor).orElseGet(() -> evaluator.complete(Magics.java(code), cursor));
    }

    /** What is known of the name at {@code cursor}; {@code detail} 1 asks for more than 0. */
    public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
        return magics.help(code, cursor).or(() -> evaluator.inspect(Magics.java(code), cursor, detail));
    }
}
