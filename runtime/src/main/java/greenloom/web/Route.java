package greenloom.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A path, perhaps with variables as {@code {name}} or {@code {name:regex}}, and who answers which method there. */
final class Route {
    static final String ANY = "*";

    private final String template;
    private final List<String> names = new ArrayList<>();
    private final Pattern pattern;
    private final Map<String, Handler> handlers = new LinkedHashMap<>();

    Route(String template) {
        this.template = template;
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("A route begins with a slash, unlike \"" + template + "\"");
        }
        pattern = compile();
    }

    private Pattern compile() {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            int literalEnd = open < 0 ? template.length() : open;
            if (literalEnd > at) {
                regex.append(Pattern.quote(template.substring(at, literalEnd)));
            }
            at = open < 0 ? literalEnd : variable(open, regex);
        }
        try {
            return Pattern.compile(regex.toString());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "The route \"" + template + "\" has a variable whose pattern is none: " + e.getDescription(), e);
        }
    }

    /** Adds the variable that opens at {@code open}; tells where the text goes on. */
    private int variable(int open, StringBuilder regex) {
        int close = closing(open);
        String inside = template.substring(open + 1, close);
        int colon = inside.indexOf(':');
        String name = colon < 0 ? inside : inside.substring(0, colon);
        if (name.isBlank() || names.contains(name)) {
            throw new IllegalArgumentException(
                    "Each variable of the route \"" + template + "\" needs a name of its own, unlike \"" + name + "\"");
        }
        regex.append("(?<v").append(names.size()).append('>').append(colon < 0 ? "[^/]+" : inside.substring(colon + 1))
                .append(')');
        names.add(name);
        return close + 1;
    }

    private int closing(int open) {
        int depth = 0;
        for (int i = open; i < template.length(); i++) {
            char c = template.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("The route \"" + template + "\" opens a brace and never closes it");
    }

    String template() {
        return template;
    }

    boolean hasVariables() {
        return !names.isEmpty();
    }

    void add(String method, Handler handler) {
        if (handlers.putIfAbsent(method, handler) != null) {
            throw new IllegalStateException(
                    "There is a handler for " + method + " " + template
                            + " already: a second one would never be asked");
        }
    }

    /** Who answers {@code method} here, GET's handler for HEAD; null for nobody. */
    @Nullable Handler handler(String method) {
        Handler handler = handlers.get(method);
        if (handler == null && method.equals("HEAD")) {
            handler = handlers.get("GET");
        }
        return handler == null ? handlers.get(ANY) : handler;
    }

    /** The values of its variables in {@code path}; null if that is not its path. */
    @Nullable Map<String, String> match(String path, boolean encoded) {
        Matcher matcher = pattern.matcher(path);
        if (!matcher.matches()) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String value = matcher.group("v" + i);
            String given = value == null ? "" : value;
            values.put(names.get(i), encoded ? Query.decodePath(given) : given);
        }
        return values;
    }

    void addMethodsTo(Set<String> allowed) {
        allowed.addAll(handlers.keySet());
        if (handlers.containsKey("GET")) {
            allowed.add("HEAD");
        }
    }
}
