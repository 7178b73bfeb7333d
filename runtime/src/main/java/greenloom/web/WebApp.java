package greenloom.web;

import greenloom.Action;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A web application: routes and what stands before them. {@code aiohttp.web.Application}.
 *
 * <pre>{@code
 * WebApp app = new WebApp();
 * app.get("/hello/{name}", req -> Response.text("hello, " + req.path("name")));
 * WebServer server = app.start("127.0.0.1", 8000);
 * }</pre>
 *
 * <p>A route may have variables: {@code {name}} stands for anything without a slash, {@code {name:regex}} for what the expression says. Exact
 * routes go before those with variables, these go in the order they were added. A path without a route is answered 404, one with a route
 * but not for the method 405; GET routes answer HEAD too. Once it serves, it does not change.
 */
public final class WebApp {
    private final Router router = new Router();
    private final List<Middleware> middlewares = new ArrayList<>();
    private final List<Action> beginnings = new ArrayList<>();
    private final List<Action> endings = new ArrayList<>();
    private final List<WebApp> mounted = new ArrayList<>();
    private boolean frozen;

    /** Makes an application without routes. */
    public WebApp() {}

    /**
     * Adds a route.
     *
     * @param method the method, or {@code *} for all that have no handler of their own there
     * @param path the path, beginning with a slash
     * @param handler who answers
     * @return this
     * @throws IllegalStateException if there is one already, or the application serves
     */
    public WebApp route(String method, String path, Handler handler) {
        ensureNotFrozen();
        router.add(method, path, Objects.requireNonNull(handler, "handler"));
        return this;
    }

    private void ensureNotFrozen() {
        if (frozen) {
            throw new IllegalStateException(
                    "This WebApp serves already and does not change any more: set it up before start(...), or make another one");
        }
    }

    /** Adds a route for GET, and HEAD; see {@link #route}. */
    public WebApp get(String path, Handler handler) {
        return route("GET", path, handler);
    }

    /** Adds a route for POST; see {@link #route}. */
    public WebApp post(String path, Handler handler) {
        return route("POST", path, handler);
    }

    /** Adds a route for PUT; see {@link #route}. */
    public WebApp put(String path, Handler handler) {
        return route("PUT", path, handler);
    }

    /** Adds a route for PATCH; see {@link #route}. */
    public WebApp patch(String path, Handler handler) {
        return route("PATCH", path, handler);
    }

    /** Adds a route for DELETE; see {@link #route}. */
    public WebApp delete(String path, Handler handler) {
        return route("DELETE", path, handler);
    }

    /** Adds a route for every method; see {@link #route}. */
    public WebApp any(String path, Handler handler) {
        return route(Route.ANY, path, handler);
    }

    /**
     * Adds a route for WebSockets.
     *
     * @param path the path
     * @param handler what to do with each, in a greenlet of its own
     * @param protocols what the handler can speak over it; see {@link WebSocket#protocol()}
     * @return this
     */
    public WebApp webSocket(String path, WebSocket.Handler handler, String... protocols) {
        return get(path, request -> request.webSocket(handler, protocols));
    }

    /**
     * Serves the files of a directory, with ranges, {@code ETag} and conditional requests, and packed where {@code file.br} or {@code file.gz} lies
     * beside {@code file}; nothing outside of it, whatever dots and links say.
     *
     * @param prefix the path under which they appear
     * @param directory where they are
     * @return this
     */
    public WebApp files(String prefix, Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        String base = prefix.endsWith("/") ? prefix : prefix + "/";
        return get(base + "{file:.*}", request -> FileResponses.under(root, request.path("file"), request));
    }

    /**
     * Puts another application below a path; its middlewares stand behind this one's.
     *
     * @param prefix the path
     * @param app the application, which does not change any more
     * @return this
     */
    public WebApp mount(String prefix, WebApp app) {
        ensureNotFrozen();
        if (!prefix.startsWith("/") || prefix.endsWith("/")) {
            throw new IllegalArgumentException(
                    "The path of a mounted app begins with a slash and ends without one, unlike \"" + prefix + "\"");
        }
        router.mount(prefix, app);
        mounted.add(app);
        app.freeze();
        return this;
    }

    /**
     * Adds a middleware; the first one added is the outermost.
     *
     * @param middleware what stands before the handlers, those of 404 and 405 included
     * @return this
     */
    public WebApp use(Middleware middleware) {
        ensureNotFrozen();
        middlewares.add(Objects.requireNonNull(middleware, "middleware"));
        return this;
    }

    /** Has {@code action} run before the server listens. {@code on_startup}. */
    public WebApp onStart(Action action) {
        ensureNotFrozen();
        beginnings.add(action);
        return this;
    }

    /** Has {@code action} run after the server has been closed. {@code on_cleanup}. */
    public WebApp onClose(Action action) {
        ensureNotFrozen();
        endings.add(action);
        return this;
    }

    private void freeze() {
        frozen = true;
    }

    /**
     * Serves this application on the current loop, until the server is closed or the loop ends.
     *
     * @param host the address to listen at
     * @param port the port; 0 for any that is free
     * @return the server, listening
     * @throws IOException if it cannot listen there
     */
    public WebServer start(String host, int port) throws IOException {
        return start(host, port, ServerOptions.defaults());
    }

    /**
     * Serves this application; see {@link #start(String, int)}.
     *
     * @param host the address to listen at
     * @param port the port; 0 for any that is free
     * @param options limits, times, access log, TLS
     * @return the server, listening
     * @throws IOException if it cannot listen there
     */
    public WebServer start(String host, int port, ServerOptions options) throws IOException {
        freeze();
        Rehearsal.hold();
        runAll(true);
        return new WebServer(this, new InetSocketAddress(host, port), options);
    }

    void runAll(boolean atStart) {
        mounted.forEach(app -> app.runAll(atStart));
        for (Action action : atStart ? beginnings : endings) {
            Serving.run(action);
        }
    }

    Router.Match match(String method, String path, String rawPath) {
        Router.Match match = router.match(method, path, rawPath);
        if (middlewares.isEmpty()) {
            return match;
        }
        Handler handler = match.handler();
        for (Middleware middleware : middlewares.reversed()) {
            Handler next = answering(handler);
            handler = request -> middleware.handle(request, next);
        }
        return new Router.Match(handler, match.variables());
    }

    /** A middleware sees a thrown response as a returned one. */
    private static Handler answering(Handler handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (ResponseException e) {
                return e.response();
            }
        };
    }

    /** Answers a request. */
    Response handle(Request request) throws Exception {
        Router.Match match = match(request.method(), request.path(), request.rawPath());
        request.variables(match.variables());
        return Objects.requireNonNull(match.handler().handle(request),
                () -> "The handler of " + request + " returned no response");
    }
}
