package greenloom.kernel.deps;

import java.nio.file.Path;
import java.util.List;

/**
 * What coordinates came to.
 *
 * @param jars in the order of a class path
 * @param conflicts a sentence for each library that was asked for in several versions
 */
public record Resolution(List<Jar> jars, List<String> conflicts) {

    /** One jar: {@code library} is its coordinate without the version. */
    public record Jar(String library, String version, Path file) {}
}
