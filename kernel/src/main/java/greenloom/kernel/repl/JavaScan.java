package greenloom.kernel.repl;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A scan over Java source that knows comments and literals and nothing more: enough to tell the last character that
 * counts and which brackets are open, in source that need not be whole.
 */
public final class JavaScan {
    private final String code;
    private int at;
    private char last;
    private int lastAt = -1;
    private int line;
    private final Deque<Integer> open = new ArrayDeque<>();
    private boolean openLiteral;
    private boolean openComment;

    private JavaScan(String code) {
        this.code = code;
    }

    /** Scans all of {@code code}. */
    public static JavaScan of(String code) {
        JavaScan scan = new JavaScan(code);
        while (scan.at < code.length()) {
            scan.step();
        }
        return scan;
    }

    /** The last character that is neither white space nor in a comment, or NUL. */
    char last() {
        return last;
    }

    /** Where {@link #last} stands, or -1. */
    int lastAt() {
        return lastAt;
    }

    /** The line, from 0, that has left the innermost open bracket; -1 if none is open. */
    int innermostOpenLine() {
        return open.isEmpty() ? -1 : open.peek();
    }

    /** How many lines have left brackets open, of any kind. */
    public int openLines() {
        return (int) open.stream().distinct().count();
    }

    /** Whether the source ends inside a text block. */
    public boolean inTextBlock() {
        return openLiteral;
    }

    /** Whether the source ends inside a comment. */
    public boolean inComment() {
        return openComment;
    }

    private void step() {
        char c = code.charAt(at);
        if (code.startsWith("//", at)) {
            int end = code.indexOf('\n', at);
            at = end < 0 ? code.length() : end;
        } else if (code.startsWith("/*", at)) {
            int end = code.indexOf("*/", at + 2);
            openComment = end < 0;
            at = end < 0 ? code.length() : end + 2;
        } else if (code.startsWith("\"\"\"", at)) {
            textBlock();
        } else if (c == '"' || c == '\'') {
            literal(c);
        } else {
            count(c);
            at++;
        }
    }

    private void count(char c) {
        if (c == '\n') {
            line++;
        }
        if (!Character.isWhitespace(c)) {
            mark(c, at);
            switch (c) {
                case '(', '[', '{' -> open.push(line);
                case ')', ']', '}' -> open.poll();
                default -> {}
            }
        }
    }

    private void textBlock() {
        int i = at + 3;
        while (i < code.length() && !code.startsWith("\"\"\"", i)) {
            i += code.charAt(i) == '\\' ? 2 : 1;
        }
        openLiteral = i >= code.length();
        at = Math.min(code.length(), i + 3);
        mark('"', at - 1);
    }

    /** To the closing quote, or to the end of the line where there is none. */
    private void literal(char quote) {
        int i = at + 1;
        while (i < code.length() && code.charAt(i) != quote && code.charAt(i) != '\n') {
            i += code.charAt(i) == '\\' ? 2 : 1;
        }
        at = Math.min(code.length(), i + 1);
        mark(quote, at - 1);
    }

    private void mark(char c, int where) {
        last = c;
        lastAt = where;
    }
}
