package greenloom.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A copy of the kernel outside of this jar, for as long as it is open: kept in the user's cache where that can be written. */
final class Unpacked implements AutoCloseable {
    private final Path home;
    private final Optional<Path> brief; // what goes with it

    private Unpacked(Path home, Optional<Path> brief) {
        this.home = home;
        this.brief = brief;
    }

    static Unpacked open(Machine machine) throws IOException, Refusal {
        Path place = machine.cache().resolve(Packed.id());
        if (Files.isDirectory(place)) {
            return new Unpacked(place, Optional.empty());
        }
        try {
            Packed.unpack(place, false);
            return new Unpacked(place, Optional.empty());
        } catch (IOException e) {
            Path brief = Files.createTempDirectory("greenloom");
            Path home = brief.resolve("kernel");
            Packed.unpack(home, false);
            return new Unpacked(home, Optional.of(brief));
        }
    }

    Path home() {
        return home;
    }

    @Override
    public void close() throws IOException {
        if (brief.isPresent()) {
            Trees.delete(brief.get());
        }
    }
}
