package greenloom.web;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Case;
import java.io.IOException;

/** What clients may not do. */
class LimitsTest {
    @FunctionalInterface
    private interface Client {
        void use(WebServer server) throws Exception;
    }

    private static void with(String engine, ServerOptions options, Client client) {
        WebApp app = new WebApp().any("/{p:.*}", request -> Response.text("got " + request.body().length));
        Loops.run(engine, () -> {
            try (WebServer server = app.start("127.0.0.1", 0, options.grace(0))) {
                client.use(server);
            }
        });
    }

    private static void ensureRefused(WebServer server, int status, String request) throws IOException {
        try (Raw raw = Raw.open(server)) {
            Raw.Reply reply = raw.send(request).reply();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.header("Connection")).isEqualTo("close");
            assertThat(raw.isAtEnd()).isTrue();
        }
    }

    @OnBothEngines
    @Case("gv/test__pywsgi.py CommonTestMixin.test_006_reject_long_urls")
    void aLongRequestLineIsAnswered414(String engine) {
        with(engine, ServerOptions.defaults().maxHeader(1000),
                server -> ensureRefused(server, 414, "GET /" + "x".repeat(2000) + " HTTP/1.1\r\nHost: h\r\n\r\n"));
    }

    @OnBothEngines
    void aLongHeaderIsAnswered431(String engine) {
        with(engine, ServerOptions.defaults().maxHeader(1000),
                server -> ensureRefused(server, 431,
                        "GET / HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(2000) + "\r\n\r\n"));
    }

    @OnBothEngines
    @Case("ah/test_web_functional.py test_app_max_client_size")
    void aBodyAnnouncedTooLongIsAnswered413BeforeItComes(String engine) {
        with(engine, ServerOptions.defaults().maxBody(1000),
                server -> ensureRefused(server, 413, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n"));
    }

    @OnBothEngines
    void aBodyThatGrowsTooLongIsAnswered413(String engine) {
        with(engine, ServerOptions.defaults().maxBody(10), server -> ensureRefused(server, 413,
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + "6\r\n123456\r\n".repeat(2)));
    }

    @OnBothEngines
    @Case("ah/test_web_functional.py test_app_max_client_size_adjusted")
    void aBodyOfJustTheLimitIsServed(String engine) {
        with(engine, ServerOptions.defaults().maxBody(10), server -> assertThat(
                Raw.ask(server, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n0123456789").body())
                .isEqualTo("got 10"));
    }

    @OnBothEngines
    void aRefusalReachesAClientThatIsStillSending(String engine) {
        with(engine, ServerOptions.defaults().maxBody(1000), server -> {
            try (Raw raw = Raw.open(server)) {
                int size = 3_000_000;
                spawn(() -> {
                    try {
                        raw.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + size + "\r\n\r\n"
                                + "x".repeat(size));
                    } catch (IOException _) {
                        // The server may hang up before all is sent.
                    }
                });
                assertThat(raw.reply().status()).isEqualTo(413);
            }
        });
    }

    @OnBothEngines
    void aHeadThatTricklesInIsAnswered408(String engine) {
        with(engine, ServerOptions.defaults().head(0.05), server -> {
            try (Raw raw = Raw.open(server)) {
                spawn(() -> {
                    try {
                        for (char c : "GET / HTTP/1.1\r\nHost: a-very-slow-one\r\n".toCharArray()) {
                            raw.send(String.valueOf(c));
                            sleep(0.01);
                        }
                    } catch (IOException _) {
                        // Cut off, as it should be.
                    }
                });
                assertThat(raw.reply().status()).isEqualTo(408);
            }
        });
    }

    @OnBothEngines
    void aBodyThatStopsComingIsAnswered408(String engine) {
        with(engine, ServerOptions.defaults().body(0.02),
                server -> ensureRefused(server, 408, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n012"));
    }

    @OnBothEngines
    @Case("ah/test_web_functional.py test_keepalive_expires_on_time")
    void anIdleConnectionIsClosed(String engine) {
        with(engine, ServerOptions.defaults().idle(0.5), server -> {
            try (Raw fresh = Raw.open(server); Raw used = Raw.open(server)) {
                used.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").reply();
                assertThat(used.isAtEnd()).isTrue();
                assertThat(fresh.isAtEnd()).isTrue();
            }
        });
    }

    @OnBothEngines
    void aClientThatReadsNothingIsCutOff(String engine) {
        WebApp app = new WebApp().get("/", request -> Response.bytes(new byte[1 << 24]));
        Loops.run(engine, () -> {
            try (WebServer server = app.start("127.0.0.1", 0, ServerOptions.defaults().write(0.05));
                    Raw raw = Raw.open(server)) {
                raw.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                while (server.connections() == 0) {
                    sleep(0.001);
                }
                while (server.connections() > 0) {
                    sleep(0.005);
                }
            }
        });
    }

    @OnBothEngines
    void oneConnectionTooManyIsAnswered503(String engine) {
        with(engine, ServerOptions.defaults().maxConnections(2), server -> {
            try (Raw first = Raw.open(server); Raw second = Raw.open(server)) {
                first.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").reply();
                second.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").reply();
                try (Raw third = Raw.open(server)) {
                    assertThat(third.reply().status()).isEqualTo(503);
                }
                first.connection().close();
                while (server.connections() > 1) {
                    sleep(0.001);
                }
                assertThat(Raw.get(server, "/").status()).isEqualTo(200);
            }
        });
    }
}
