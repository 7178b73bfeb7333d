package greenloom.kernel.repl;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant. */
public final class Near {
    private Near() {}

    /** The one of {@code names} that {@code word} is most likely a slip of, if any is near. */
    public static Optional<String> of(String word, Collection<String> names) {
        return names.stream().filter(name -> distance(word, name) <= 1 + name.length() / 4 || isBegun(word, name))
                .min(Comparator.comparingInt(name -> distance(word, name)));
    }

    private static boolean isBegun(String word, String name) {
        return word.length() > 1 && name.startsWith(word);
    }

    /** How many letters to put in, take out or change (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j - 1], diagonal));
            }
        }
        return row[b.length()];
    }
}
