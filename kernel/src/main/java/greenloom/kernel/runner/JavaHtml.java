package greenloom.kernel.runner;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Java source as HTML, with words coloured by what they are. */
final class JavaHtml {
    private static final String WORDS = "abstract|assert|boolean|break|byte|case|catch|char|class|continue|default|do|double|else"
            + "|enum|extends|final|finally|float|for|if|implements|import|instanceof|int|interface|long|native|new|null|package"
            + "|private|protected|public|record|return|sealed|short|static|super|switch|synchronized|this|throw|throws|true|false"
            + "|try|var|void|volatile|while|yield";

    private static final Pattern TOKEN = Pattern.compile(
            "(?<c>//[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|$))"
                    + "|(?<s>\"\"\"[\\s\\S]*?(?:\"\"\"|$)|\"(?:\\\\.|[^\"\\\\\\n])*\"?|'(?:\\\\.|[^'\\\\\\n])*'?)"
                    + "|(?<m>(?m:^)%%?\\w+[^\\n]*)|\\b(?<k>" + WORDS + ")\\b|\\b(?<n>\\d[\\w.]*)");

    private static final String[] KINDS = {"c", "s", "m", "k", "n"};

    private JavaHtml() {}

    static String of(String source) {
        StringBuilder html = new StringBuilder();
        Matcher token = TOKEN.matcher(source);
        int from = 0;
        while (token.find()) {
            html.append(AnsiHtml.escaped(source.substring(from, token.start())));
            html.append("<i class=\"").append(kind(token)).append("\">").append(AnsiHtml.escaped(token.group()))
                    .append("</i>");
            from = token.end();
        }
        return html.append(AnsiHtml.escaped(source.substring(from))).toString();
    }

    private static String kind(Matcher token) {
        for (String kind : KINDS) {
            if (token.group(kind) != null) {
                return kind;
            }
        }
        throw new IllegalStateException("every alternative of the pattern is a named group");
    }
}
