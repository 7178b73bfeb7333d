package greenloom.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories with all that is in them. */
final class Trees {
    private Trees() {}

    /** Takes it away, if it is there. */
    static void delete(Path tree) throws IOException {
        if (Files.isSymbolicLink(tree)) {
            Files.delete(tree);
            return;
        }
        if (Files.exists(tree)) {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(tree)) {
                all = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : all) {
                Files.delete(path);
            }
        }
    }
}
