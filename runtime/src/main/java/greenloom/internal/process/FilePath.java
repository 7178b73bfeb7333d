package greenloom.internal.process;

import java.io.Serializable;
import java.nio.file.Path;

/** In the place of a path of the file system, which the JDK does not let be sent though it is but a name. */
record FilePath(String name) implements Serializable {
    static FilePath of(Path path) {
        return new FilePath(path.toString());
    }

    Path path() {
        return Path.of(name);
    }
}
