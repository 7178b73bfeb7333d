package greenloom.kernel.repl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The expression in front of the dot that a source ends in: {@code all.get(0)} of {@code foo(all.get(0).}. Found by its
 * brackets and names alone, as the source around it need not be whole.
 */
final class Receiver {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<space>\\s+|//[^\\n]*|/\\*.*?\\*/)|\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*'|[\\p{L}_$][\\p{L}\\p{N}_$]*|\\d\\w*|.",
            Pattern.DOTALL);

    private record Token(String text, int start) {
        /** A name, a literal or a number: what can be called a member of. */
        boolean isOperand() {
            char first = text.charAt(0);
            return Character.isJavaIdentifierPart(first) || first == '"' || first == '\'';
        }
    }

    private final List<Token> tokens = new ArrayList<>();

    private Receiver(String source) {
        Matcher token = TOKEN.matcher(source);
        while (token.find()) {
            if (token.group("space") == null) {
                tokens.add(new Token(token.group(), token.start()));
            }
        }
    }

    /** The expression; empty where {@code source} does not end in a dot behind one. */
    static Optional<String> of(String source) {
        Receiver receiver = new Receiver(source);
        int dot = receiver.tokens.size() - 1;
        int first = dot > 0 && receiver.is(dot, ".") ? receiver.first(dot) : dot;
        return first < dot
                ? Optional.of(source.substring(receiver.tokens.get(first).start(), receiver.tokens.get(dot).start()))
                : Optional.empty();
    }

    private boolean is(int at, String text) {
        return at >= 0 && tokens.get(at).text().equals(text);
    }

    private boolean isOperand(int at) {
        return at >= 0 && tokens.get(at).isOperand();
    }

    /** Where the expression begins whose last member is behind the dot at {@code dot}. */
    private int first(int dot) {
        int at = dot;
        while (is(at, ".")) {
            int begin = beginning(at - 1);
            if (begin == at) {
                return at;
            }
            at = is(begin - 1, ".") ? begin - 1 : begin;
        }
        return is(at - 1, "new") ? at - 1 : at;
    }

    /** Where the name, the literal, the call or the brackets begin that end at {@code last}; one behind it if there is nothing of the kind. */
    private int beginning(int last) {
        int at = last;
        while (is(at, ")") || is(at, "]")) {
            at = opening(at) - 1;
        }
        return isOperand(at) ? at : at + 1;
    }

    private int opening(int closing) {
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < closing; i++) {
            switch (tokens.get(i).text()) {
                case "(", "[", "{" -> open.push(i);
                case ")", "]", "}" -> open.poll();
                default -> {}
            }
        }
        return open.isEmpty() ? closing : open.peek();
    }
}
