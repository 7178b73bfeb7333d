package greenloom.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds who answers a request: exact paths first, then those with variables in the order they were added, then the apps mounted below. */
final class Router {
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final Handler NOBODY = request -> {
        throw new ResponseException(NOT_FOUND);
    };

    private final Map<String, Route> exact = new HashMap<>();
    private final List<Route> variable = new ArrayList<>();
    private final Map<String, WebApp> mounted = new LinkedHashMap<>();

    /** Who answers, and what the variables of the route stand for. */
    record Match(Handler handler, Map<String, String> variables) {}

    void add(String method, String template, Handler handler) {
        Route route = new Route(template);
        if (!route.hasVariables()) {
            exact.computeIfAbsent(template, key -> route).add(method, handler);
            return;
        }
        for (Route known : variable) {
            if (known.template().equals(template)) {
                known.add(method, handler);
                return;
            }
        }
        route.add(method, handler);
        variable.add(route);
    }

    void mount(String prefix, WebApp app) {
        if (mounted.putIfAbsent(prefix, app) != null) {
            throw new IllegalStateException("There is an app at " + prefix + " already");
        }
    }

    /** Who answers {@code method} at {@code path}, both as sent and decoded. */
    Match match(String method, String path, String rawPath) {
        Set<String> allowed = new TreeSet<>();
        Match match = matchExact(method, path, allowed);
        if (match == null) {
            match = matchVariable(method, path, rawPath, allowed);
        }
        if (match == null && allowed.isEmpty()) {
            match = matchMounted(method, path, rawPath);
        }
        if (match != null) {
            return match;
        }
        return new Match(allowed.isEmpty() ? NOBODY : notAllowed(String.join(", ", allowed)), Map.of());
    }

    private static Handler notAllowed(String allowed) {
        return request -> {
            String text = ResponseException.reason(NOT_ALLOWED);
            throw new ResponseException(Response.text(text).withStatus(NOT_ALLOWED).header("Allow", allowed));
        };
    }

    private @Nullable Match matchExact(String method, String path, Set<String> allowed) {
        Route route = exact.get(path);
        if (route == null) {
            return null;
        }
        Handler handler = route.handler(method);
        if (handler == null) {
            route.addMethodsTo(allowed);
            return null;
        }
        return new Match(handler, Map.of());
    }

    private @Nullable Match matchVariable(String method, String path, String rawPath, Set<String> allowed) {
        for (int i = 0; i < variable.size(); i++) {
            Route route = variable.get(i);
            // An encoded slash is part of a value, not between two.
            Map<String, String> values = route.match(rawPath, true);
            if (values == null && rawPath.indexOf('%') >= 0) {
                values = route.match(path, false);
            }
            if (values != null) {
                Handler handler = route.handler(method);
                if (handler != null) {
                    return new Match(handler, values);
                }
                route.addMethodsTo(allowed);
            }
        }
        return null;
    }

    private @Nullable Match matchMounted(String method, String path, String rawPath) {
        for (Map.Entry<String, WebApp> entry : mounted.entrySet()) {
            String prefix = entry.getKey();
            if (path.startsWith(prefix + "/") && rawPath.startsWith(prefix + "/")) {
                return entry.getValue().match(method, path.substring(prefix.length()),
                        rawPath.substring(prefix.length()));
            }
        }
        return null;
    }
}
