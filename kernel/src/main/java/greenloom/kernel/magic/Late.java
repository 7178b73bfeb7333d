package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.output.LatePolicy;
import greenloom.kernel.output.Outputs;
import java.util.Optional;

/** {@code %late}: tells and sets where output appears that comes after its cell has ended. */
public record Late(Outputs outputs) implements LineMagic {
    @Override
    public String name() {
        return "late";
    }

    @Override
    public String arguments() {
        return "[home|running|both|auto]";
    }

    @Override
    public String summary() {
        return "Where output that comes after its cell's end appears: at its cell, at the one that runs, at both, or where"
                + " it is seen.";
    }

    @Override
    public Optional<MimeBundle> run(MagicCall call) throws MagicException {
        if (call.arguments().isEmpty()) {
            call.out().accept(outputs.latePolicy().text() + "\n");
        } else {
            outputs.setLatePolicy(LatePolicy.of(call.arguments()).orElseThrow(() -> MagicException.usage(this)));
        }
        return Optional.empty();
    }
}
