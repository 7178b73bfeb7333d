package greenloom.kernel.repl;

import greenloom.kernel.display.MimeBundle;
import java.util.List;
import java.util.Optional;

/** How a cell ended. */
public sealed interface Outcome {

    /** It ran to its end; {@code result} is its last expression's value where there is one to show. */
    record Value(Optional<MimeBundle> result) implements Outcome {}

    /** It did not compile, threw, or was interrupted. */
    record Failed(String name, String message, List<String> traceback) implements Outcome {}
}
