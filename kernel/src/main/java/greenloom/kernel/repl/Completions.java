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
     * @param signature of a method, {@code (int, int) -> String}, with its overloads; empty where unknown
     */
    public record Match(String text, String type, String signature) {

        /** One without a signature. */
        public Match(String text, String type) {
            this(text, type, "");
        }
    }
}
