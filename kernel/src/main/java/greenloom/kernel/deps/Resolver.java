package greenloom.kernel.deps;

import java.util.List;
import java.util.function.Consumer;

/** Finds the jars of libraries, with those that they need in turn. */
public interface Resolver {

    /**
     * Resolves all {@code coordinates}, {@code group:artifact[:extension[:classifier]]:version}, as one graph.
     *
     * @param progress told, a line at a time, what is being done
     * @throws ResolveException with a sentence that names the coordinate, if one cannot be had
     */
    Resolution resolve(List<String> coordinates, Consumer<String> progress) throws ResolveException;
}
