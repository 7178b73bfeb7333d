package greenloom.web;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Case;
import greenloom.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole conversations that gevent's and aiohttp's test suites promise: the table is {@code answers.txt}. */
@Case({"gv-answers gv/test__pywsgi.py", "ah-answers ah/test_web_functional.py"})
class AnswersTest {
    record Conversation(String promises, String request, List<String> answers, List<String> heads) {
        static Conversation of(String line) {
            String[] parts = line.split(" \\| ", 4);
            return new Conversation(parts[0], Escapes.decode(parts[1]),
                    List.of(Escapes.decode(parts[2]).split(" ; ", -1)),
                    parts.length < 4 ? List.of() : List.of(parts[3].split(", (?=[+-])")));
        }

        @Override
        public String toString() {
            return promises;
        }
    }

    static List<Conversation> conversations() throws IOException {
        try (InputStream in = AnswersTest.class.getResourceAsStream("answers.txt")) {
            String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return table.lines().filter(line -> !line.startsWith("#")).map(Conversation::of).toList();
        }
    }

    private static Response pieces(String pieces) {
        return Response.stream("text/plain", out -> {
            for (String piece : pieces.split(",", -1)) {
                out.write(piece);
            }
        });
    }

    private static Response form(Request request) throws IOException {
        StringJoiner all = new StringJoiner(" ");
        for (String name : request.form().fields().keySet()) {
            all.add(name + "=" + request.form().all(name));
        }
        for (Form.Upload upload : request.form().files("f")) {
            all.add("f=" + upload.fileName() + ":" + upload.text());
        }
        return Response.text(all.toString());
    }

    private static WebApp app() {
        return new WebApp()
                .get("/", request -> Response.text("hello world"))
                .any("/echo", request -> Response.text(request.text()))
                .post("/part", request -> Response.bytes(request.read()))
                .post("/form", AnswersTest::form)
                .get("/declined", request -> Response.text("declined:" + request.text()))
                .webSocket("/ws", ws -> {})
                .get("/stream", request -> pieces(request.target().substring("/stream?".length())))
                .get("/length", request -> pieces("abcde,end").header("Content-Length", "8"))
                .get("/status/{n}", request -> Response.text("ignored")
                        .withStatus(Integer.parseInt(request.path("n"))))
                .get("/status-stream/{n}", request -> pieces("not,sent")
                        .withStatus(Integer.parseInt(request.path("n"))))
                .any("/null", request -> null)
                .get("/bomb", request -> Response.text("").header("Custom-Header", "\u1f4a3"))
                .get("/date", request -> Response.text("dated").header("Date", "Sun, 30 Oct 2016 03:13:52 GMT"))
                .any("/throws", request -> {
                    throw new ResponseException(403);
                })
                .get("/redirect", request -> Response.redirect("/there")
                        .cookie(Cookie.of("my-cookie", "cookie-value")))
                .get("/names/{name}", request -> Response.text(request.path("name")))
                .get("/fields",
                        request -> Response.text(request.headers().fields().stream().map(field -> field.getKey())
                                .collect(Collectors.joining(","))))
                .get("/cookies", request -> Response.text(request.cookies().toString()))
                .get("/query", request -> Response.text(request.queries().toString()))
                .get("/path/to", request -> Response.text(request.path()));
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void isAnsweredAsPromised(Conversation conversation) {
        Loops.call(() -> {
            EventLoop.current().setExceptionHandler((greenlet, e) -> {});
            try (WebServer server = app().start("127.0.0.1", 0); Raw raw = Raw.open(server)) {
                raw.send(conversation.request());
                raw.connection().finishWriting();
                StringBuilder heads = new StringBuilder();
                for (String answer : conversation.answers()) {
                    Raw.Reply reply = raw.reply();
                    heads.append(reply.head());
                    assertThat(reply.status() + " " + reply.body()).isEqualTo(answer);
                }
                assertThat(raw.isAtEnd()).as("nothing follows").isTrue();
                for (String head : conversation.heads()) {
                    String field = head.substring(1);
                    assertThat(heads.toString().contains(field)).as(head).isEqualTo(head.startsWith("+"));
                }
            }
            return null;
        });
    }
}
