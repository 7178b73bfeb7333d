package greenloom.web;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How tables of requests write bytes: {@code \r \n \t \xNN}, <code>{n}</code> for n times x, {@code [n]} for n fields. */
final class Escapes {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(r|n|t|x[0-9a-f]{2})|\\{(\\d+)}|\\[(\\d+)]");

    private Escapes() {}

    /** Each character is a byte. */
    static String decode(String text) {
        return ESCAPE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(meaning(match)));
    }

    private static String meaning(MatchResult match) {
        if (match.group(2) != null) {
            return "x".repeat(Integer.parseInt(match.group(2)));
        }
        if (match.group(3) != null) {
            return "A: b\r\n".repeat(Integer.parseInt(match.group(3)));
        }
        return switch (match.group(1)) {
            case "r" -> "\r";
            case "n" -> "\n";
            case "t" -> "\t";
            case String hex -> String.valueOf((char) Integer.parseInt(hex.substring(1), 16));
        };
    }
}
