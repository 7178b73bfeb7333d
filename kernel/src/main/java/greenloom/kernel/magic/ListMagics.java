package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import java.util.Optional;

/** {@code %lsmagic}: lists all. */
record ListMagics(Magics all) implements LineMagic {
    @Override
    public String name() {
        return "lsmagic";
    }

    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String summary() {
        return "Lists the magics.";
    }

    @Override
    public Optional<MimeBundle> run(MagicCall call) {
        call.out().accept(all.table());
        return Optional.empty();
    }
}
