package greenloom.web;

import static greenloom.Async.current;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Case;
import greenloom.Event;
import greenloom.EventLoop;
import greenloom.Greenlet;
import greenloom.GreenletExit;
import greenloom.internal.Host;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebServerTest {
    @FunctionalInterface
    private interface Client {
        void use(WebServer server) throws Exception;
    }

    private static void with(String engine, WebApp app, Client client) {
        with(engine, app, ServerOptions.defaults(), client);
    }

    private static void with(String engine, WebApp app, ServerOptions options, Client client) {
        Loops.run(engine, () -> {
            try (WebServer server = app.start("127.0.0.1", 0, options)) {
                client.use(server);
            }
        });
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static WebApp hello() {
        return new WebApp().get("/", request -> Response.text("hello"));
    }

    @OnBothEngines
    @Case("ah/test_web_functional.py test_simple_get")
    void answersWithTextLengthAndDate(String engine) {
        with(engine, hello(), server -> {
            Raw.Reply reply = Raw.get(server, "/");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("hello");
            assertThat(reply.header("Content-Length")).isEqualTo("5");
            assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(Dates.parse(reply.header("Date"))).isNotNull();
        });
    }

    @OnBothEngines
    void answersManyAtOnceWhileHandlersSleep(String engine) {
        WebApp app = new WebApp().get("/hello/{name}", request -> {
            sleep(0.05);
            return Response.text("hello, " + request.path("name"));
        });
        with(engine, app, server -> {
            List<Greenlet<Raw.Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String name = "n" + i;
                replies.add(spawn(() -> Raw.get(server, "/hello/" + name)));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(replies.get(i).get().body()).isEqualTo("hello, n" + i);
            }
        });
    }

    @OnBothEngines
    void keepsTheConnectionForTheNextRequest(String engine) {
        with(engine, hello(), server -> {
            try (Raw raw = Raw.open(server)) {
                for (int i = 0; i < 3; i++) {
                    assertThat(raw.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").reply().body()).isEqualTo("hello");
                }
                assertThat(server.connections()).isEqualTo(1);
                raw.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
                assertThat(raw.reply().header("Connection")).isEqualTo("close");
                assertThat(raw.isAtEnd()).isTrue();
            }
        });
    }

    @OnBothEngines
    void answersPipelinedRequestsInTheirOrder(String engine) {
        WebApp app = new WebApp().post("/{n}", request -> {
            sleep(request.path("n").equals("0") ? 0.01 : 0);
            return Response.text(request.path("n") + request.text());
        });
        with(engine, app, server -> {
            try (Raw raw = Raw.open(server)) {
                StringBuilder all = new StringBuilder();
                for (int i = 0; i < 20; i++) {
                    all.append("POST /").append(i).append(" HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n..");
                }
                raw.send(all.toString());
                for (int i = 0; i < 20; i++) {
                    assertThat(raw.reply().body()).isEqualTo(i + "..");
                }
            }
        });
    }

    @OnBothEngines
    void speaksHttp10(String engine) {
        with(engine, hello().get("/stream", request -> Response.stream("text/plain", out -> out.write("by end"))),
                server -> {
                    try (Raw raw = Raw.open(server)) {
                        Raw.Reply reply = raw.send("GET / HTTP/1.0\r\n\r\n").reply();
                        assertThat(reply.body()).isEqualTo("hello");
                        assertThat(raw.isAtEnd()).isTrue();
                    }
                    try (Raw raw = Raw.open(server)) {
                        raw.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                        assertThat(raw.reply().header("Connection")).isEqualTo("keep-alive");
                        Raw.Reply reply = raw.send("GET /stream HTTP/1.0\r\n\r\n").reply();
                        assertThat(reply.header("Transfer-Encoding")).isEmpty();
                        assertThat(reply.body()).isEqualTo("by end");
                    }
                });
    }

    @OnBothEngines
    @Case("ah/test_web_functional.py test_head_returns_empty_body")
    void answersHeadWithoutTheBody(String engine) {
        with(engine, hello().get("/stream", request -> Response.stream("text/plain", out -> out.write("x"))),
                server -> {
                    try (Raw raw = Raw.open(server)) {
                        Raw.Reply reply = raw.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n").reply(false);
                        assertThat(reply.header("Content-Length")).isEqualTo("5");
                        raw.send("HEAD /stream HTTP/1.1\r\nHost: h\r\n\r\n").reply(false);
                        assertThat(raw.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").reply().body()).isEqualTo("hello");
                    }
                });
    }

    @OnBothEngines
    @Case("gv/test__pywsgi.py TestUseWrite.test_no_content_length_twice")
    void streamsAChunkAtATime(String engine) {
        Event next = new Event();
        WebApp app = new WebApp().get("/", request -> Response.stream("text/plain", out -> {
            out.write("one");
            next.await();
            out.write("two");
        }));
        with(engine, app, server -> {
            try (Raw raw = Raw.open(server)) {
                raw.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                raw.connection().readUntil("\r\n\r\n");
                assertThat(raw.connection().readLine()).isEqualTo("3");
                assertThat(text(raw.connection().readExactly(3))).isEqualTo("one");
                next.set();
                assertThat(text(raw.connection().readUntil("0\r\n\r\n")))
                        .isEqualTo("\r\n3\r\ntwo\r\n0\r\n\r\n");
                raw.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(raw.reply().body()).isEqualTo("onetwo");
            }
        });
    }

    @OnBothEngines
    void sendsLargeBodiesWholeBothWays(String engine) {
        WebApp app = new WebApp().post("/", request -> Response.bytes(request.body()));
        with(engine, app, server -> {
            try (Raw raw = Raw.open(server)) {
                String body = "0123456789abcdef".repeat(200_000);
                Greenlet<?> sending = spawn(() -> raw
                        .send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
                assertThat(raw.reply().body()).isEqualTo(body);
                sending.get();
            }
        });
    }

    @OnBothEngines
    void readsChunkedBodiesAsTheyCome(String engine) {
        List<String> pieces = new ArrayList<>();
        WebApp app = new WebApp().post("/", request -> {
            for (byte[] piece = request.read(); piece != null; piece = request.read()) {
                pieces.add(text(piece));
            }
            return Response.text(String.join("|", pieces));
        });
        with(engine, app, server -> {
            try (Raw raw = Raw.open(server)) {
                raw.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
                raw.send("3\r\nabc\r\n");
                while (pieces.isEmpty()) {
                    sleep(0.001);
                }
                raw.send("2;ext=1\r\nde\r\n0\r\nTrailer: x\r\n\r\n");
                assertThat(raw.reply().body()).isEqualTo("abc|de");
            }
        });
    }

    @OnBothEngines
    @Case("ah/test_web_functional.py test_100_continue")
    void invitesTheBodyOnlyWhenTheHandlerWantsIt(String engine) {
        WebApp app = new WebApp().post("/wanted", request -> Response.text(request.text()))
                .post("/unwanted", request -> Response.text("no").withStatus(403));
        with(engine, app, server -> {
            try (Raw raw = Raw.open(server)) {
                String head = " HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n";
                assertThat(raw.send("POST /wanted" + head).reply().status()).isEqualTo(100);
                assertThat(raw.send("body").reply().body()).isEqualTo("body");
                raw.send("POST /unwanted" + head);
                Raw.Reply reply = raw.reply();
                assertThat(reply.status()).isEqualTo(403);
                assertThat(reply.header("Connection")).isEqualTo("close");
            }
        });
    }

    @OnBothEngines
    void skipsABodyThatNobodyRead(String engine) {
        WebApp app = new WebApp().post("/", request -> Response.text("ok"));
        with(engine, app, server -> {
            try (Raw raw = Raw.open(server)) {
                for (int i = 0; i < 2; i++) {
                    raw.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 30000\r\n\r\n" + "x".repeat(30_000));
                    assertThat(raw.reply().body()).isEqualTo("ok");
                }
                raw.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n");
                assertThat(raw.reply().header("Connection")).isEqualTo("close");
            }
        });
    }

    @OnBothEngines
    void aFailingHandlerIsAnswered500AndToldOnceAndHarmsNoOther(String engine) {
        List<String> told = new ArrayList<>();
        WebApp app = hello().get("/bad", request -> {
            throw new IllegalStateException("secret");
        }).get("/null", request -> null);
        with(engine, app, server -> {
            EventLoop.current().setExceptionHandler((greenlet, e) -> told.add(greenlet.name() + ": " + e.getMessage()));
            Raw.Reply reply = Raw.get(server, "/bad");
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.body()).doesNotContain("secret");
            assertThat(Raw.get(server, "/null").status()).isEqualTo(500);
            assertThat(Raw.get(server, "/").body()).isEqualTo("hello");
            assertThat(told).containsExactly("GET /bad: secret",
                    "GET /null: The handler of <Request GET /null> returned no response");
        });
    }

    @OnBothEngines
    @Case("gv/test__pywsgi.py TestErrorAfterChunk.test")
    void aStreamThatFailsIsCutOffVisibly(String engine) {
        List<Throwable> told = new ArrayList<>();
        WebApp app = new WebApp().get("/", request -> Response.stream("text/plain", out -> {
            out.write("begun");
            throw new IllegalStateException("no more");
        }));
        with(engine, app, server -> {
            EventLoop.current().setExceptionHandler((greenlet, e) -> told.add(e));
            try (Raw raw = Raw.open(server)) {
                raw.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(text(raw.connection().readAll())).endsWith("5\r\nbegun");
            }
            assertThat(told).hasSize(1);
        });
    }

    @OnBothEngines
    void responsesMayBeThrown(String engine) {
        WebApp app = new WebApp().get("/", request -> {
            throw new ResponseException(Response.text("gone").withStatus(410));
        }).get("/plain", request -> {
            throw new ResponseException(404);
        });
        with(engine, app, server -> {
            assertThat(Raw.get(server, "/").body()).isEqualTo("gone");
            assertThat(Raw.get(server, "/plain").body()).isEqualTo("404: Not Found");
        });
    }

    @OnBothEngines
    void eachRequestIsAGreenletOfWhoeverStartedTheServer(String engine) {
        WebApp app = new WebApp().get("/who", request -> Response.text(Host.attachment() + " " + current().name()));
        Loops.run(engine, () -> {
            WebServer server = spawn(() -> {
                Host.attach("cell 1");
                return app.start("127.0.0.1", 0);
            }).get();
            try (server) {
                assertThat(Raw.get(server, "/who").body()).isEqualTo("cell 1 GET /who");
            }
        });
    }

    @OnBothEngines
    void aVanishedClientFreesItsGreenlets(String engine) {
        List<String> ends = new ArrayList<>();
        WebApp app = new WebApp().post("/", request -> Response.text(request.text())).get("/", request -> Response
                .stream("text/plain", out -> {
                    try {
                        while (true) {
                            out.write("more and more ".repeat(1000));
                        }
                    } finally {
                        ends.add("streamed");
                    }
                }));
        with(engine, app, server -> {
            try (Raw half = Raw.open(server); Raw body = Raw.open(server); Raw stream = Raw.open(server)) {
                half.send("GET / HT");
                body.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
                stream.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                stream.connection().readExactly(1000);
                assertThat(server.connections()).isEqualTo(3);
            }
            while (server.connections() > 0) {
                sleep(0.001);
            }
            assertThat(ends).containsExactly("streamed");
        });
    }

    @OnBothEngines
    void closingLetsRequestsFinishAndEndsIdleConnections(String engine) {
        Event begun = new Event();
        WebApp app = hello().get("/slow", request -> {
            begun.set();
            sleep(0.05);
            return Response.text("done");
        });
        Loops.run(engine, () -> {
            WebServer server = app.start("127.0.0.1", 0);
            try (Raw idle = Raw.open(server); Raw slow = Raw.open(server)) {
                idle.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").reply();
                slow.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
                begun.await();
                server.close();
                assertThat(server.connections()).isZero();
                assertThat(idle.isAtEnd()).isTrue();
                Raw.Reply reply = slow.reply();
                assertThat(reply.body()).isEqualTo("done");
                assertThat(reply.header("Connection")).isEqualTo("close");
                assertThatThrownBy(() -> Raw.open(server)).hasMessageContaining("Cannot connect");
            }
        });
    }

    @OnBothEngines
    void whatRunsAfterTheGraceIsKilledAndAnswered503(String engine) {
        List<String> ends = new ArrayList<>();
        WebApp app = new WebApp().get("/", request -> {
            try {
                sleep(1000);
            } catch (GreenletExit e) {
                ends.add("killed");
                throw e;
            }
            return Response.text("never");
        }).onClose(() -> ends.add("closed"));
        Loops.run(engine, () -> {
            WebServer server = app.start("127.0.0.1", 0);
            try (Raw raw = Raw.open(server)) {
                raw.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                sleep(0.02);
                server.close(0.02);
                assertThat(ends).containsExactly("killed", "closed");
                assertThat(raw.reply().status()).isEqualTo(503);
            }
        });
    }

    @OnBothEngines
    @Case("gv/test__pywsgi.py TestLogging.test_status_log")
    void theAccessLogIsToldOfEachResponse(String engine) {
        List<AccessEntry> log = new ArrayList<>();
        with(engine, hello(), ServerOptions.defaults().accessLog(log::add), server -> {
            Raw.get(server, "/?q=1");
            Raw.get(server, "/nothing");
            assertThat(log).extracting(AccessEntry::status).containsExactly(200, 404);
            assertThat(log.getFirst().target()).isEqualTo("/?q=1");
            assertThat(log.getFirst().bytes()).isEqualTo(5);
            assertThat(log.getFirst().toString()).startsWith("127.0.0.1 \"GET /?q=1\" 200 5 ");
        });
    }

    @OnBothEngines
    @Case({"ah/test_web_sendfile_functional.py test_static_file_directory_traversal_attack",
            "ah/test_web_sendfile_functional.py test_static_file_upper_directory"})
    void servesFilesAndNothingOutsideOfThem(String engine, @TempDir Path directory) throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        Files.writeString(root.resolve("a.html"), "<p>" + "x".repeat(300_000) + "</p>");
        Files.writeString(root.resolve("b c.txt"), "0123456789");
        Files.writeString(root.resolve("index.html"), "start");
        Files.writeString(directory.resolve("secret"), "secret");
        Files.createSymbolicLink(root.resolve("link"), directory.resolve("secret"));
        with(engine, new WebApp().files("/s", root), server -> {
            Raw.Reply page = Raw.get(server, "/s/a.html");
            assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(page.body()).hasSize(300_007);
            assertThat(Raw.get(server, "/s/").body()).isEqualTo("start");
            assertThat(Raw.get(server, "/s/b%20c.txt").body()).isEqualTo("0123456789");
            for (String outside : new String[] {"/s/../secret", "/s/%2e%2e/secret", "/s/..%2fsecret", "/s/link",
                    "/s//etc/passwd", "/s/none", "/s/a%00b"}) {
                assertThat(Raw.get(server, outside).status()).as(outside).isIn(400, 404);
            }
        });
    }

    @OnBothEngines
    void answersWithPartsOfFilesAndThatTheyHaveNotChanged(String engine, @TempDir Path root) throws Exception {
        Files.writeString(root.resolve("f.txt"), "0123456789");
        with(engine, new WebApp().files("/", root), server -> {
            String get = "GET /f.txt HTTP/1.1\r\nHost: h\r\n";
            Raw.Reply part = Raw.ask(server, get + "Range: bytes=2-4\r\n\r\n");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.body()).isEqualTo("234");
            assertThat(part.header("Content-Range")).isEqualTo("bytes 2-4/10");
            assertThat(Raw.ask(server, get + "Range: bytes=-3\r\n\r\n").body()).isEqualTo("789");
            assertThat(Raw.ask(server, get + "Range: bytes=8-\r\n\r\n").body()).isEqualTo("89");
            assertThat(Raw.ask(server, get + "Range: bytes=20-\r\n\r\n").status()).isEqualTo(416);
            assertThat(Raw.ask(server, get + "Range: lines=1-2\r\n\r\n").status()).isEqualTo(200);
            String modified = part.header("Last-Modified");
            assertThat(Raw.ask(server, get + "If-Modified-Since: " + modified + "\r\n\r\n").status()).isEqualTo(304);
        });
    }

    @Test
    @Case("ah/test_urldispatch.py test_frozen_router")
    void anApplicationThatServesDoesNotChange() {
        Loops.call(() -> {
            WebApp app = hello();
            try (WebServer server = app.start("127.0.0.1", 0)) {
                assertThat(server.url("/x")).hasToString("http://127.0.0.1:" + server.port() + "/x");
                assertThatThrownBy(() -> app.get("/late", request -> Response.noContent()))
                        .isInstanceOf(IllegalStateException.class).hasMessageContaining("serves already");
            }
            return null;
        });
    }
}
