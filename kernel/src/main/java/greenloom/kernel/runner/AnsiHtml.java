package greenloom.kernel.runner;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text for terminals as HTML: colours become classes, and what a carriage return wrote over is gone. */
final class AnsiHtml {
    private static final Pattern ESCAPE = Pattern.compile("\u001b\\[([0-9;]*)([A-Za-z])");
    private static final Pattern OVERWRITTEN = Pattern.compile("[^\\n]*\\r(?!\\n|$)");

    private AnsiHtml() {}

    static String of(String text) {
        String shown = OVERWRITTEN.matcher(text.replace("\r\n", "\n")).replaceAll("");
        StringBuilder html = new StringBuilder();
        Matcher escape = ESCAPE.matcher(shown);
        int from = 0;
        boolean open = false;
        while (escape.find()) {
            html.append(escaped(shown.substring(from, escape.start())));
            from = escape.end();
            if (escape.group(2).equals("m")) {
                html.append(open ? "</span>" : "");
                String classes = classes(escape.group(1));
                open = !classes.isEmpty();
                html.append(open ? "<span class=\"" + classes + "\">" : "");
            }
        }
        return html.append(escaped(shown.substring(from))).append(open ? "</span>" : "").toString();
    }

    /** {@code a31 a1} of {@code 31;1}; none of 0, which ends all. */
    private static String classes(String codes) {
        StringBuilder classes = new StringBuilder();
        for (String code : codes.split(";", -1)) {
            if (code.isEmpty() || code.equals("0")) {
                classes.setLength(0);
            } else {
                classes.append(classes.isEmpty() ? "a" : " a").append(code);
            }
        }
        return classes.toString();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
