package greenloom.kernel.repl;

import java.util.List;

/**
 * What may replace the text from {@code start} to {@code end} (indexes of UTF-16 units, the end not included).
 *
 * @param matches in the order in which to offer them
 */
public record Completions(List<Match> matches, int start, int end) {

    /**
     * One candidate.
     *
     * @param text what would be put in
     * @param type what it is, in the words front ends have icons for: {@code function}, {@code class}, {@code instance},
     *     {@code keyword}, ...; empty where unknown
     */
    public record Match(String text, String type) {}
}
