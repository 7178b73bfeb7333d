package greenloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import greenloom.Case;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What handlers learn from requests, and what responses carry. */
class RequestTest {
    record Point(int x, int y) {}

    /** What {@code handler} answers to {@code request}. */
    private static Raw.Reply answer(Handler handler, String request) {
        return Loops.call(() -> {
            try (WebServer server = new WebApp().any("/{path:.*}", handler).start("127.0.0.1", 0)) {
                return Raw.ask(server, request);
            }
        });
    }

    private static String post(String type, String body) {
        return "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n"
                + body;
    }

    @Test
    void queriesAreDecodedInOrder() {
        String query = answer(request -> Response.text(request.query("q").orElse("none") + request.queryAll("a")
                + request.query("missing").isPresent() + request.queries().keySet()),
                "GET /?a=1&q=x+y%26z&a=2&flag&=v& HTTP/1.1\r\nHost: h\r\n\r\n").body();
        assertThat(query).isEqualTo("x y&z[1, 2]false[a, q, flag, ]");
    }

    @Test
    @Case("ah/test_web_functional.py test_post_json")
    void jsonIsReadAsATreeOrAnObject() {
        assertThat(answer(request -> Response.json(Map.of("sum", request.json().get("x").asInt() + 1)),
                post("application/json", "{\"x\": 41}")).body()).isEqualTo("{\"sum\":42}");
        assertThat(answer(request -> Response.text(request.json(Point.class).toString()),
                post("application/json", "{\"x\":1,\"y\":2,\"z\":3}")).body()).isEqualTo("Point[x=1, y=2]");
    }

    @Test
    void whatIsNoJsonIsAnswered400() {
        Raw.Reply reply = answer(request -> Response.json(request.json()), post("application/json", "{oops"));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("not the JSON");
    }

    @Test
    void encodedFormsAreRead() {
        assertThat(answer(request -> Response.text(request.form().get("name").orElse("") + request.form().all("x")),
                post("application/x-www-form-urlencoded", "name=J%C3%BCrg+M&x=1&x=2")).body())
                .isEqualTo("Jürg M[1, 2]");
    }

    @Test
    @Case("ah/test_web_functional.py test_post_single_file")
    void uploadsAreRead() {
        String body = """
                --b0\r
                Content-Disposition: form-data; name="note"\r
                \r
                two
                lines\r
                --b0\r
                Content-Disposition: form-data; name="file"; filename="a;b.txt"\r
                Content-Type: text/csv\r
                \r
                1,2\r
                --b0--\r
                """;
        Raw.Reply reply = answer(request -> {
            Form.Upload upload = request.form().file("file").orElseThrow();
            return Response.text(request.form().get("note").orElse("") + "|" + upload.fileName() + "|"
                    + upload.contentType() + "|" + upload.text());
        }, post("multipart/form-data; boundary=b0", body));
        assertThat(reply.body()).isEqualTo("two\nlines|a;b.txt|text/csv|1,2");
    }

    @Test
    void aFormThatIsNotSoundIsAnswered400() {
        Handler handler = request -> Response.text(request.form().fields().toString());
        assertThat(answer(handler, post("multipart/form-data", "x")).status()).isEqualTo(400);
        assertThat(answer(handler, post("multipart/form-data; boundary=b", "--b\r\nX")).status()).isEqualTo(400);
    }

    @Test
    void cookiesGoBothWays() {
        Raw.Reply reply = answer(
                request -> Response.text(request.cookies().toString())
                        .cookie(Cookie.of("id", "7").maxAge(60).secure(true)).cookie(Cookie.of("b", "c")),
                "GET / HTTP/1.1\r\nHost: h\r\nCookie: a=1; b=\"two\"\r\nCookie: c=3\r\n\r\n");
        assertThat(reply.body()).isEqualTo("{a=1, b=two, c=3}");
        assertThat(reply.head()).contains("Set-Cookie: id=7; Path=/; Max-Age=60; SameSite=Lax; Secure; HttpOnly",
                "Set-Cookie: b=c; Path=/; SameSite=Lax; HttpOnly");
    }

    @Test
    void aBodyMayBeAskedForTwiceButNotInPiecesAfterwards() {
        Raw.Reply reply = answer(request -> {
            assertThat(request.body()).isEqualTo(request.body());
            assertThatIllegalStateException().isThrownBy(request::read).withMessageContaining("as a whole already");
            return Response.text(request.text());
        }, post("text/plain", "once"));
        assertThat(reply.body()).isEqualTo("once");
    }

    @Test
    void aBodyReadInPiecesIsNotThereAsAWhole() {
        Raw.Reply reply = answer(request -> {
            request.read();
            assertThatIllegalStateException().isThrownBy(request::body).withMessageContaining("piece by piece");
            return Response.text("ok");
        }, post("text/plain", "once"));
        assertThat(reply.body()).isEqualTo("ok");
    }

    @Test
    void textsAreReadInTheCharacterSetTheyName() {
        assertThat(answer(request -> Response.text(request.text()), post("text/plain; charset=iso-8859-1", "\u00fc"))
                .body()).isEqualTo("ü");
    }

    @Test
    void aRequestTellsWhereItCameFrom() {
        assertThat(answer(request -> Response.text(request.remote().getAddress().isLoopbackAddress() + " "
                + request.isSecure() + " " + request.header("x-h") + " " + request),
                "GET /p?q HTTP/1.1\r\nHost: h\r\nX-H: v\r\n\r\n").body()).isEqualTo("true false v <Request GET /p?q>");
    }

    @Test
    @Case({"gv/test__pywsgi.py TestHTTPResponseSplitting.test_newline_in_header_value",
            "gv/test__pywsgi.py TestHTTPResponseSplitting.test_newline_in_header_name"})
    void headersCannotBeForged() {
        assertThatIllegalArgumentException().isThrownBy(() -> Response.text("").header("X", "a\r\nSet-Cookie: b=c"))
                .withMessageContaining("line break");
        assertThatIllegalArgumentException().isThrownBy(() -> Response.text("").header("X Y", "a"))
                .withMessageContaining("cannot be the name");
        assertThatIllegalArgumentException().isThrownBy(() -> Response.redirect("/a\nb"));
        assertThatIllegalArgumentException().isThrownBy(() -> Cookie.of("a", "b; Domain=evil"));
        assertThatIllegalArgumentException().isThrownBy(() -> Response.text("").withStatus(99));
    }

    @Test
    void responsesDoNotChange() {
        Response first = Response.text("a");
        Response second = first.withStatus(201).withText("b").withHeader("content-type", "x/y");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.text()).isEqualTo("a");
        assertThat(second.headers().all("Content-Type")).isEqualTo(List.of("x/y"));
        assertThatIllegalStateException().isThrownBy(() -> Response.stream("a/b", out -> {}).text());
    }

    @Test
    void statusesWithoutBodyHaveNone() {
        Raw.Reply reply = answer(request -> Response.text("ignored").withStatus(204),
                "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(reply.head()).doesNotContain("Content-Length");
        assertThat(
                answer(request -> Response.redirect("/there"), "GET / HTTP/1.1\r\nHost: h\r\n\r\n").header("Location"))
                .isEqualTo("/there");
    }

    @Test
    void longHeadersOfResponsesAreSent() {
        String value = "v".repeat(20_000);
        Raw.Reply reply = answer(request -> Response.text("ok").header("X-Long", value),
                "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(reply.header("X-Long")).isEqualTo(value);
        assertThat(reply.body()).isEqualTo("ok");
    }
}
