package greenloom.kernel.magic;

import greenloom.kernel.output.Cell;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One use of a magic.
 *
 * @param arguments what stands behind the name, without the space around it
 * @param out prints text as the cell's standard output
 */
public record MagicCall(Cell cell, String arguments, Consumer<String> out) {

    /** The arguments, cut at white space. */
    public List<String> words() {
        return Stream.of(arguments.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
