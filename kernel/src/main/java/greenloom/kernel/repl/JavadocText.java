package greenloom.kernel.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A documentation comment as plain text: without tags and HTML, its sections headed by words. */
final class JavadocText {
    private static final Pattern BLOCK = Pattern.compile("^[ \\t]*@(\\w+)[ \\t]*", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("\\{@(?:code|literal)\\s+((?:[^{}]|\\{[^{}]*})*)}");
    private static final Pattern LINK = Pattern
            .compile("\\{@link(?:plain)?\\s+([^\\s{}(]+(?:\\([^)]*\\))?)\\s*([^{}]*)}");
    private static final Pattern SNIPPET = Pattern.compile("\\{@snippet[^:}]*:?\\n?((?:[^{}]|\\{[^{}]*})*)}");
    private static final Pattern OTHER_INLINE = Pattern.compile("\\{@\\w+\\s*([^{}]*)}");
    private static final Pattern PREFORMATTED = Pattern.compile("(?is)<pre[^>]*>(.*?)</pre>");
    private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^<>]*>");
    private static final Pattern ENTITY = Pattern.compile("&(lt|gt|amp|quot|nbsp|#\\d+);");

    /** What a section is called; those that are not named here are for the authors of the JDK. */
    private static final Map<String, String> SECTIONS = Map.of("param", "Parameters", "return", "Returns", "throws",
            "Throws", "exception", "Throws", "see", "See also", "since", "Since", "apiNote", "Note", "implNote", "Note",
            "implSpec", "Note", "deprecated", "Deprecated");

    private JavadocText() {}

    /** @param comment between its delimiters, without asterisks */
    static String of(String comment) {
        Matcher block = BLOCK.matcher(comment);
        int end = block.find() ? block.start() : comment.length();
        StringBuilder text = new StringBuilder(prose(comment.substring(0, end)));
        String latest = "";
        while (end < comment.length()) {
            String name = SECTIONS.getOrDefault(block.group(1), "");
            int start = block.end();
            end = block.find() ? block.start() : comment.length();
            if (!name.isEmpty()) {
                text.append(name.equals(latest) ? "" : "\n\n" + name + ":");
                text.append("\n    ")
                        .append(prose(comment.substring(start, end)).replaceAll("\\s*\\n\\s*", "\n        "));
                latest = name;
            }
        }
        return text.toString().strip();
    }

    private static String prose(String comment) {
        List<String> kept = new ArrayList<>();
        String text = replace(comment, SNIPPET, found -> keep(kept, found.group(1)));
        text = replace(text, PREFORMATTED, found -> keep(kept, inline(found.group(1))));
        text = inline(text);
        text = text.replaceAll("(?i)<li[^>]*>\\s*", "\n  - ")
                .replaceAll("(?i)\\s*<(?:p|h\\d|tr|dt|dd|blockquote)\\b[^>]*>\\s*", "\n\n");
        text = unescape(TAG.matcher(text).replaceAll(""));
        text = text.lines().map(line -> line.startsWith("  - ") ? line : line.strip()).collect(Collectors.joining("\n"))
                .replaceAll("\\n{3,}", "\n\n").strip();
        return replace(text, Pattern.compile("\u0001(\\d+)\u0001"),
                found -> kept.get(Integer.parseInt(found.group(1))));
    }

    /** Puts what has line breaks of its own aside. */
    private static String keep(List<String> kept, String lines) {
        String plain = unescape(TAG.matcher(lines).replaceAll("")).replaceFirst("^\\s*\\n", "").stripTrailing();
        kept.add(plain.stripIndent().indent(4).stripTrailing());
        return "\n\n\u0001" + (kept.size() - 1) + "\u0001\n\n";
    }

    private static String inline(String text) {
        String plain = replace(text, CODE, found -> escape(found.group(1)));
        plain = replace(plain, LINK, found -> found.group(2).isBlank()
                ? found.group(1).replaceFirst("^#", "").replace('#', '.')
                : found.group(2).strip());
        return replace(plain, OTHER_INLINE, found -> found.group(1));
    }

    /** What stands in {@code {@code}} is no HTML, though it may look so. */
    private static String escape(String code) {
        return code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String unescape(String text) {
        return replace(text, ENTITY, found -> switch (found.group(1)) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            case "quot" -> "\"";
            case "nbsp" -> " ";
            default -> Character.toString(Integer.parseInt(found.group(1).substring(1)));
        });
    }

    private static String replace(String text, Pattern pattern, Function<MatchResult, String> by) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(by.apply(found)));
    }
}
