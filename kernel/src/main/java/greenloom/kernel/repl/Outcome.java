package greenloom.kernel.repl;

import greenloom.kernel.display.MimeBundle;
import java.util.List;
import java.util.Optional;

/** How a cell ended. */
public sealed interface Outcome {

    /**
     * It ran to its end.
     *
     * @param result its last expression's value, where there is one to show
     * @param live the same value, where it will look otherwise by itself
     */
    record Value(Optional<MimeBundle> result, Optional<Live> live) implements Outcome {

        /** A value that stays as it is. */
        public Value(Optional<MimeBundle> result) {
            this(result, Optional.empty());
        }
    }

    /** It did not compile, threw, or was interrupted. */
    record Failed(String name, String message, List<String> traceback) implements Outcome {}
}
