package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.repl.Evaluator;
import java.util.Optional;
import java.util.Set;

/** {@code %reset}: forgets declarations, those named or all. What runs goes on with what it has. */
public record Reset(Evaluator evaluator) implements LineMagic {
    @Override
    public String name() {
        return "reset";
    }

    @Override
    public String arguments() {
        return "[NAME...]";
    }

    @Override
    public String summary() {
        return "Forgets the variables, methods and types so named, or all; imports and class path stay, what runs goes on.";
    }

    @Override
    public Turn turn() {
        return Turn.DIVIDING;
    }

    @Override
    public Optional<MimeBundle> run(MagicCall call) throws MagicException {
        if (call.words().isEmpty()) {
            evaluator.workspace().forgetAll();
        } else {
            Set<String> unknown = evaluator.workspace().forget(call.words());
            if (!unknown.isEmpty()) {
                throw new MagicException("Nothing is declared by the name of " + String.join(", ", unknown)
                        + "; %who names what is.");
            }
        }
        return Optional.empty();
    }
}
