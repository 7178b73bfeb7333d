package greenloom.kernel.display;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A value as one would write it in Java where that is short, else as its toString says. */
final class PlainText {
    private static final int LONGEST = 1_000_000;

    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private PlainText() {}

    static String of(@Nullable Object value) {
        String text = new PlainText().form(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "... (" + text.length() + " characters)";
    }

    private String form(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> quoted(text, '"');
            case Character c -> quoted(c.toString(), '\'');
            case Object array when array.getClass().isArray() -> array(array);
            case Collection<?> all when all.stream().anyMatch(PlainText::isArray) ->
                nested(all, () -> list(new ArrayList<>(all)));
            case Future<?> future when FutureText.suits(future) -> told(new FutureText(future));
            default -> told(value);
        };
    }

    private static boolean isArray(@Nullable Object value) {
        return value != null && value.getClass().isArray();
    }

    private String array(Object array) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(Array.get(array, i));
        }
        return nested(array, () -> list(elements));
    }

    private interface Form {
        String text();
    }

    /** An array may hold itself. */
    private String nested(Object holder, Form form) {
        if (!open.add(holder)) {
            return "[...]";
        }
        try {
            return form.text();
        } finally {
            open.remove(holder);
        }
    }

    private String list(List<? extends @Nullable Object> elements) {
        List<String> texts = new ArrayList<>();
        for (Object element : elements) {
            texts.add(form(element));
        }
        return "[" + String.join(", ", texts) + "]";
    }

    /** A toString that fails must not take the cell's result with it. */
    private static String told(Object value) {
        try {
            return String.valueOf(value.toString());
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            return "%s@%x (its toString() failed: %s)".formatted(value.getClass().getSimpleName(),
                    System.identityHashCode(value), e);
        }
    }

    private static String quoted(String text, char quote) {
        StringBuilder out = new StringBuilder().append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String escape = ESCAPES.get(c);
            if (escape != null) {
                out.append(escape);
            } else if (c == quote) {
                out.append('\\').append(c);
            } else {
                out.append(c);
            }
        }
        return out.append(quote).toString();
    }

    private static final Map<Character, String> ESCAPES = Map.of('\n', "\\n", '\r', "\\r", '\t', "\\t", '\\', "\\\\",
            '\0', "\\0", '\b', "\\b", '\f', "\\f", '\u001b', "\\u001b");
}
