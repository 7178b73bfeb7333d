package greenloom.kernel.output;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much text of one cell is shown, as users write it: characters, with K or M for 1024 or 1024 times that, or off. */
public final class FloodSize {
    /** Where the limit is before anybody sets it. */
    public static final long USUAL = 8L << 20;

    /** No limit. */
    public static final long OFF = Long.MAX_VALUE;

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([km]?)");

    private FloodSize() {}

    /** The limit that {@code text} says, if it says one. */
    public static OptionalLong parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Matcher size = SIZE.matcher(lower);
        if (!size.matches()) {
            return lower.equals("off") ? OptionalLong.of(OFF) : OptionalLong.empty();
        }
        int shift = size.group(2).equals("k") ? 10 : size.group(2).equals("m") ? 20 : 0;
        return OptionalLong.of(Long.parseLong(size.group(1)) << shift);
    }

    /** A limit as {@link #parse} takes it. */
    public static String text(long limit) {
        return limit == OFF ? "off"
                : limit % (1 << 20) == 0 ? (limit >> 20) + "M"
                        : limit % 1024 == 0 ? (limit >> 10) + "K" : String.valueOf(limit);
    }
}
