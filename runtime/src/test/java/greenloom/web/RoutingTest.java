package greenloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import greenloom.Case;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which handler answers which request. */
class RoutingTest {
    private static Handler say(String text) {
        return request -> Response.text(text);
    }

    private static WebApp shop() {
        WebApp items = new WebApp().get("/", say("all items"))
                .get("/{id}", request -> Response.text("item " + request.path("id")))
                .use((request, next) -> next.handle(request).header("X-Sub", "yes"));
        return new WebApp()
                .get("/", say("root"))
                .get("/users/{name}", request -> Response.text("user " + request.path("name")))
                .get("/users/me", say("exact"))
                .put("/users/{name}", say("changed"))
                .get("/years/{year:\\d{4}}", request -> Response.text("year " + request.path("year")))
                .get("/years/{word}", request -> Response.text("word " + request.path("word")))
                .get("/rest/{tail:.*}", request -> Response.text("rest " + request.path("tail")))
                .get("/{a}/to/{b}", request -> Response.text(request.path("a") + "-" + request.path("b")))
                .post("/only-post", say("posted"))
                .any("/any", request -> Response.text(request.method()))
                .mount("/items", items);
    }

    @ParameterizedTest
    @Case({"ah/test_urldispatch.py test_any_method",
            "ah/test_urldispatch.py test_raise_method_not_found",
            "ah/test_urldispatch.py test_dynamic_not_match",
            "ah/test_urldispatch.py test_add_route_with_re",
            "ah/test_urldispatch.py test_add_route_with_re_not_match",
            "ah/test_urldispatch.py test_add_route_with_re_including_slashes",
            "ah/test_urldispatch.py test_match_info_with_plus",
            "ah/test_web_functional.py test_simple_subapp",
            "ah/test_web_functional.py test_subapp_not_found",
            "ah/test_web_functional.py test_subapp_not_allowed"})
    @CsvSource(textBlock = """
            GET,     /,                  200, root
            GET,     /?q=1,              200, root
            GET,     http://h/?q=1,      200, root
            GET,     /users/ann,         200, user ann
            GET,     /users/me,          200, exact
            PUT,     /users/ann,         200, changed
            GET,     /users/J%C3%BCrg,   200, user Jürg
            GET,     /users/a%20b+c,     200, user a b+c
            GET,     /users/a%2Fb,       200, user a/b
            GET,     /users/,            404, 404: Not Found
            GET,     /users/a/b,         404, 404: Not Found
            GET,     /Users/ann,         404, 404: Not Found
            GET,     /years/2026,        200, year 2026
            GET,     /years/20266,       200, word 20266
            GET,     /rest/a/b/c,        200, rest a/b/c
            GET,     /rest/,             200, rest
            GET,     /here/to/there,     200, here-there
            GET,     /only-post,         405, 405: Method Not Allowed
            POST,    /only-post,         200, posted
            DELETE,  /any,               200, DELETE
            BREW,    /any,               200, BREW
            GET,     /items/,            200, all items
            GET,     /items/7,           200, item 7
            DELETE,  /items/7,           405, 405: Method Not Allowed
            GET,     /items/7/8,         404, 404: Not Found
            GET,     /nothing,           404, 404: Not Found
            """)
    void answers(String method, String target, int status, String body) {
        Raw.Reply reply = Loops.call(() -> {
            try (WebServer server = shop().start("127.0.0.1", 0)) {
                return Raw.ask(server, method + " " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
            }
        });
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body().strip()).isEqualTo(body);
    }

    @Test
    @Case("ah/test_urldispatch.py test_raise_method_not_allowed")
    void tellsWhichMethodsAreAllowed() {
        Loops.call(() -> {
            try (WebServer server = shop().start("127.0.0.1", 0)) {
                String rest = " HTTP/1.1\r\nHost: h\r\n\r\n";
                assertThat(Raw.ask(server, "DELETE /users/ann" + rest).header("Allow")).isEqualTo("GET, HEAD, PUT");
                return assertThat(Raw.ask(server, "GET /only-post" + rest).header("Allow")).isEqualTo("POST");
            }
        });
    }

    @Test
    @Case({"H01 ah/test_web_middleware.py test_middleware_chain",
            "ah/test_web_middleware.py test_middleware_modifies_response"})
    void middlewaresStandInTheOrderTheyWereAddedOutermostFirstH01() {
        WebApp app = new WebApp().get("/", say("OK"));
        for (String number : List.of("[1]", "[2]")) {
            app.use((request, next) -> {
                Response response = next.handle(request);
                return response.withText(response.text() + number);
            });
        }
        Loops.call(() -> {
            try (WebServer server = app.start("127.0.0.1", 0)) {
                assertThat(Raw.get(server, "/").body()).isEqualTo("OK[2][1]");
                return assertThat(Raw.get(server, "/none").body()).isEqualTo("404: Not Found[2][1]");
            }
        });
    }

    @Test
    void aMiddlewareMayAnswerItselfAndTellHandlersMore() {
        List<String> seen = new ArrayList<>();
        WebApp app = new WebApp().get("/{x}", request -> {
            seen.add(String.valueOf(request.attributes().get("user")));
            return Response.text("in");
        }).use((request, next) -> {
            if (request.header("X-User") == null) {
                throw new ResponseException(401, "who are you?");
            }
            request.attributes().put("user", request.header("X-User") + " at " + request.path("x"));
            return next.handle(request);
        });
        Loops.call(() -> {
            try (WebServer server = app.start("127.0.0.1", 0)) {
                assertThat(Raw.get(server, "/a").status()).isEqualTo(401);
                Raw.ask(server, "GET /b HTTP/1.1\r\nHost: h\r\nX-User: ann\r\n\r\n");
                return assertThat(seen).containsExactly("ann at b");
            }
        });
    }

    @Test
    @Case("ah/test_web_middleware.py test_middleware_subapp")
    void aMountedAppHasItsOwnMiddlewares() {
        Loops.call(() -> {
            try (WebServer server = shop().start("127.0.0.1", 0)) {
                assertThat(Raw.get(server, "/").header("X-Sub")).isEmpty();
                return assertThat(Raw.get(server, "/items/7").header("X-Sub")).isEqualTo("yes");
            }
        });
    }

    @Test
    @Case({"ah/test_urldispatch.py test_add_route_not_started_with_slash",
            "ah/test_urldispatch.py test_add_url_invalid1",
            "ah/test_urldispatch.py test_add_route_with_invalid_re",
            "ah/test_urldispatch.py test_error_on_double_route_adding",
            "ah/test_urldispatch.py test_cannot_add_subapp_with_slash_prefix",
            "ah/test_urldispatch.py test_cannot_add_subapp_with_empty_prefix"})
    void routesThatCannotWorkAreRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> new WebApp().get("none", say("")))
                .withMessageContaining("begins with a slash");
        assertThatIllegalArgumentException().isThrownBy(() -> new WebApp().get("/{a", say("")))
                .withMessageContaining("never closes");
        assertThatIllegalArgumentException().isThrownBy(() -> new WebApp().get("/{a}/{a}", say("")))
                .withMessageContaining("a name of its own");
        assertThatIllegalArgumentException().isThrownBy(() -> new WebApp().get("/{a:[}", say("")))
                .withMessageContaining("pattern");
        assertThatIllegalStateException().isThrownBy(() -> new WebApp().get("/", say("")).get("/", say("")))
                .withMessageContaining("already");
        assertThatIllegalStateException().isThrownBy(() -> new WebApp().get("/{a}", say("")).get("/{a}", say("")))
                .withMessageContaining("already");
        assertThatIllegalArgumentException().isThrownBy(() -> new WebApp().mount("/x/", new WebApp()));
        assertThatIllegalArgumentException().isThrownBy(() -> new WebApp().mount("/", new WebApp()));
        assertThatIllegalArgumentException().isThrownBy(() -> new WebApp().mount("", new WebApp()));
    }

    @Test
    void aVariableThatTheRouteDoesNotHaveIsTold() {
        WebApp app = new WebApp().get("/{a}", request -> {
            assertThatIllegalArgumentException().isThrownBy(() -> request.path("b")).withMessageContaining("[a]");
            return Response.noContent();
        });
        Loops.call(() -> {
            try (WebServer server = app.start("127.0.0.1", 0)) {
                return assertThat(Raw.get(server, "/x").status()).isEqualTo(204);
            }
        });
    }
}
