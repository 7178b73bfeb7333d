package greenloom.kernel.repl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the evaluation of one piece ended. */
sealed interface Step {

    /** It has no value to show: a declaration, a statement. */
    record Done() implements Step {}

    /** It was an expression. */
    record Yielded(@Nullable Object value) implements Step {}

    record Threw(Throwable error) implements Step {}

    record Rejected(List<Problem> problems) implements Step {}
}
