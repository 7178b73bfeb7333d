package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.output.FloodSize;
import greenloom.kernel.output.Outputs;
import java.util.Optional;

/** {@code %flood}: tells and sets how much text of one cell is shown. */
public record FloodLimit(Outputs outputs) implements LineMagic {
    @Override
    public String name() {
        return "flood";
    }

    @Override
    public String arguments() {
        return "[SIZE|off]";
    }

    @Override
    public String summary() {
        return "How many characters of one cell are shown before only the end is, such as 500K or 20M.";
    }

    @Override
    public Optional<MimeBundle> run(MagicCall call) throws MagicException {
        if (call.arguments().isEmpty()) {
            call.out().accept(FloodSize.text(outputs.floodLimit()) + "\n");
        } else {
            outputs.setFloodLimit(FloodSize.parse(call.arguments()).orElseThrow(() -> MagicException.usage(this)));
        }
        return Optional.empty();
    }
}
