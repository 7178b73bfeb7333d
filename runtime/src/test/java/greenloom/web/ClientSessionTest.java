package greenloom.web;

import static greenloom.Async.gather;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import greenloom.Case;
import greenloom.Event;
import greenloom.Greenlet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ClientSessionTest {
    record Point(int x, int y) {}

    @FunctionalInterface
    private interface Use {
        void of(ClientSession session, WebServer server) throws Exception;
    }

    /** A session whose base is a server of {@code app}. */
    private static void with(String engine, WebApp app, ClientOptions options, Use use) {
        Loops.run(engine, () -> {
            try (WebServer server = app.start("127.0.0.1", 0, ServerOptions.defaults().grace(0.05));
                    ClientSession session = new ClientSession(options.baseUrl(server.url() + "/"))) {
                use.of(session, server);
            }
        });
    }

    private static void with(String engine, WebApp app, Use use) {
        with(engine, app, ClientOptions.defaults(), use);
    }

    /** A server that says {@code answer} to whatever it is asked, and hangs up. */
    private static StreamServer saying(String answer) throws IOException {
        return new StreamServer(c -> {
            c.readUntil("\r\n\r\n");
            c.write(answer);
        }).start("127.0.0.1", 0);
    }

    private static WebApp echo() {
        return new WebApp().any("/{p:.*}", request -> Response
                .text(request.method() + " " + request.target() + " " + request.header("Content-Type") + " "
                        + request.text()));
    }

    @OnBothEngines
    @Case("ah/test_client_functional.py test_HTTP_200_OK_METHOD")
    void getsStatusHeadersAndBody(String engine) {
        WebApp app = new WebApp().get("/p", request -> Response.json(new Point(1, 2)).header("X-Y", "z"));
        with(engine, app, (session, server) -> {
            HttpReply reply = session.get("p");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.isOk()).isTrue();
            assertThat(reply.header("x-y")).isEqualTo("z");
            assertThat(reply.text()).isEqualTo("{\"x\":1,\"y\":2}");
            assertThat(reply.json().get("y").asInt()).isEqualTo(2);
            assertThat(reply.json(Point.class)).isEqualTo(new Point(1, 2));
            assertThat(reply.bytes()).hasSize(13);
            assertThat(reply.url()).isEqualTo(server.url("/p"));
        });
    }

    @OnBothEngines
    @Case({"ah/test_client_functional.py test_POST_bytes",
            "ah/test_client_functional.py test_json",
            "ah/test_client_functional.py test_params_and_query_string",
            "ah/test_client_functional.py test_shortcuts"})
    void sendsAllMethodsAndBodies(String engine) {
        with(engine, echo(), (session, server) -> {
            assertThat(session.post("a", "tëxt").text()).isEqualTo("POST /a text/plain; charset=utf-8 tëxt");
            assertThat(session.post("a", new byte[] {'b'}).text()).isEqualTo("POST /a application/octet-stream b");
            assertThat(session.postJson("a", Map.of("k", 1)).text()).isEqualTo("POST /a application/json {\"k\":1}");
            assertThat(session.postForm("a", Map.of("k&", "v w")).text())
                    .isEqualTo("POST /a application/x-www-form-urlencoded k%26=v+w");
            assertThat(session.put("a", new byte[0]).text()).isEqualTo("PUT /a application/octet-stream ");
            assertThat(session.delete("a").text()).isEqualTo("DELETE /a null ");
            assertThat(session.head("a").bytes()).isEmpty();
            assertThat(session.request("PATCH", "a?b=c").query("q", "x y&").body("p").send().text())
                    .isEqualTo("PATCH /a?b=c&q=x+y%26 text/plain; charset=utf-8 p");
        });
    }

    @OnBothEngines
    @Case({"ah/test_client_functional.py test_POST_STREAM_DATA",
            "ah/test_client_functional.py test_async_payload_generator"})
    void streamsBodiesUp(String engine) {
        with(engine, echo(), (session, server) -> {
            HttpReply reply = session.request("POST", "up").stream(out -> {
                for (int i = 0; i < 3; i++) {
                    out.write("part" + i);
                    sleep(0.001);
                }
            }).send();
            assertThat(reply.text()).endsWith("part0part1part2");
            byte[] large = "y".repeat(500_000).getBytes(StandardCharsets.UTF_8);
            assertThat(session.request("POST", "up").stream(new ByteArrayInputStream(large)).send().bytes())
                    .hasSizeGreaterThan(large.length);
        });
    }

    @OnBothEngines
    void streamsBodiesDownAsTheyCome(String engine) {
        Event next = new Event();
        WebApp app = new WebApp().get("/", request -> Response.stream("text/plain", out -> {
            out.write("one");
            next.await();
            out.write("two");
        }));
        with(engine, app, (session, server) -> {
            try (HttpReply reply = session.request("GET", "/").open()) {
                assertThat(reply.read()).asString().isEqualTo("one");
                next.set();
                assertThat(reply.read()).asString().isEqualTo("two");
                assertThat(reply.read()).isNull();
                assertThatIllegalStateException().isThrownBy(reply::text).withMessageContaining("piece by piece");
            }
        });
    }

    @OnBothEngines
    @Case({"ah/test_client_functional.py test_keepalive_two_requests_success",
            "ah/test_client_functional.py test_keepalive_response_released",
            "ah/test_client_functional.py test_release_early"})
    void usesAConnectionAgain(String engine) {
        Set<Integer> ports = new HashSet<>();
        WebApp app = new WebApp().get("/", request -> {
            ports.add(request.remote().getPort());
            return Response.text("ok");
        });
        with(engine, app, (session, server) -> {
            for (int i = 0; i < 5; i++) {
                session.get("/");
            }
            try (HttpReply reply = session.request("GET", "/").open()) {
                reply.text();
            }
            session.get("/");
            assertThat(ports).hasSize(1);
            assertThat(server.connections()).isEqualTo(1);
        });
    }

    @OnBothEngines
    @Case({"ah/test_client_functional.py test_text_from_closed_response"})
    void aReplyClosedUnreadCostsItsConnectionAndNoOther(String engine) {
        WebApp app = new WebApp().get("/", request -> Response.bytes(new byte[1 << 22]));
        with(engine, app, ClientOptions.defaults().maxPerHost(1), (session, server) -> {
            for (int i = 0; i < 3; i++) {
                HttpReply reply = session.request("GET", "/").open();
                reply.close();
                assertThatIllegalStateException().isThrownBy(reply::text).withMessageContaining("closed before");
            }
            assertThat(session.get("/").bytes()).hasSize(1 << 22);
        });
    }

    @OnBothEngines
    void opensNoMoreConnectionsToAHostThanAllowed(String engine) {
        List<Integer> running = new ArrayList<>(List.of(0, 0));
        WebApp app = new WebApp().get("/", request -> {
            running.set(0, running.get(0) + 1);
            running.set(1, Math.max(running.get(0), running.get(1)));
            sleep(0.005);
            running.set(0, running.get(0) - 1);
            return Response.text("ok");
        });
        with(engine, app, ClientOptions.defaults().maxPerHost(3), (session, server) -> {
            List<Greenlet<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                all.add(spawn(() -> session.get("/").status()));
            }
            assertThat(gather(all)).containsOnly(200);
            assertThat(running.get(1)).isEqualTo(3);
        });
    }

    @OnBothEngines
    @Case({"ah/test_client_functional.py test_keepalive_closed_by_server",
            "ah/test_client_functional.py test_handle_keepalive_on_closed_connection"})
    void takesAnotherConnectionWhenTheServerHasClosedAnIdleOne(String engine) {
        Loops.run(engine, () -> {
            // It says that the connection stays, and hangs up.
            try (StreamServer server = saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    ClientSession session = new ClientSession()) {
                for (int i = 0; i < 5; i++) {
                    assertThat(session.get("http://127.0.0.1:" + server.port() + "/").text()).isEqualTo("ok");
                    sleep(i * 0.002);
                }
            }
        });
    }

    @OnBothEngines
    @Case({"H03 ah/test_client_functional.py test_read_timeout",
            "H03 ah/test_client_functional.py test_socket_timeout"})
    void aSilentServerIsAReadTimeoutH03(String engine) {
        WebApp app = new WebApp().get("/", request -> {
            sleep(5);
            return Response.text("late");
        });
        with(engine, app, ClientOptions.defaults().read(0.03), (session, server) -> {
            assertThatExceptionOfType(ClientException.ReadTimedOut.class).isThrownBy(() -> session.get("/"))
                    .withMessageContaining("0.03").withCauseInstanceOf(SocketTimeoutException.class)
                    .isInstanceOf(ClientException.TimedOut.class);
        });
    }

    @OnBothEngines
    @Case("ah/test_client_functional.py test_read_timeout_on_prepared_response")
    void aBodyThatStopsIsAReadTimeout(String engine) throws IOException {
        WebApp app = new WebApp().get("/", request -> Response.stream("text/plain", out -> {
            out.write("begun");
            sleep(5);
        }));
        with(engine, app, ClientOptions.defaults().read(0.03), (session, server) -> assertThatExceptionOfType(
                ClientException.ReadTimedOut.class).isThrownBy(() -> session.get("/")));
    }

    @OnBothEngines
    @Case("ah/test_client_functional.py test_timeout_on_reading_data")
    void theWholeMayNotTakeTooLong(String engine) {
        WebApp app = new WebApp().get("/", request -> Response.stream("text/plain", out -> {
            while (true) {
                out.write("drop");
                sleep(0.002);
            }
        }));
        with(engine, app, (session, server) -> {
            assertThatExceptionOfType(ClientException.TotalTimedOut.class)
                    .isThrownBy(() -> session.request("GET", "/").timeout(0.03).send());
        });
    }

    @OnBothEngines
    void waitingForAFreeConnectionCountsAsConnecting(String engine) {
        WebApp app = new WebApp().get("/", request -> {
            sleep(5);
            return Response.text("late");
        });
        with(engine, app, ClientOptions.defaults().maxPerHost(1).connect(0.3), (session, server) -> {
            Greenlet<?> first = spawn(() -> session.get("/"));
            sleep(0.005);
            assertThatExceptionOfType(ClientException.ConnectTimedOut.class).isThrownBy(() -> session.get("/"));
            first.kill();
        });
    }

    @OnBothEngines
    @Case({"ah/test_client_functional.py test_request_conn_error",
            "ah/test_client_functional.py test_raising_client_connector_dns_error_on_dns_failure"})
    void nobodyThereIsNoConnection(String engine) throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Loops.run(engine, () -> {
            try (ClientSession session = new ClientSession()) {
                assertThatExceptionOfType(ClientException.NoConnection.class)
                        .isThrownBy(() -> session.get("http://127.0.0.1:" + free + "/"));
                assertThatExceptionOfType(ClientException.NoConnection.class)
                        .isThrownBy(() -> session.get("http://no-such-host.invalid/"));
            }
        });
    }

    @OnBothEngines
    @Case({"ah/test_client_functional.py test_broken_connection",
            "ah/test_client_functional.py test_request_conn_closed",
            "ah/test_client_functional.py test_bad_payload_content_length",
            "ah/test_client_functional.py test_bad_payload_chunked_encoding",
            "ah/test_client_functional.py test_bad_payload_compression",
            "ah/test_client_functional.py test_HTTP_302_REDIRECT_NON_HTTP"})
    void whatIsNoReplyIsToldByKind(String engine) {
        Map<String, Class<? extends ClientException>> answers = Map.of("", ClientException.Disconnected.class,
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", ClientException.BadReply.class,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", ClientException.BadReply.class,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", ClientException.BadReply.class,
                "SSH-2.0-OpenSSH\r\n\r\n", ClientException.BadReply.class,
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
                ClientException.BadReply.class,
                "HTTP/1.1 302 Found\r\nLocation: mailto:a\r\nContent-Length: 0\r\n\r\n",
                ClientException.BadReply.class);
        Loops.run(engine, () -> {
            for (var answer : answers.entrySet()) {
                try (StreamServer server = saying(answer.getKey()); ClientSession session = new ClientSession()) {
                    assertThatExceptionOfType(answer.getValue()).as(answer.getKey())
                            .isThrownBy(() -> session.get("http://127.0.0.1:" + server.port() + "/"));
                }
            }
        });
    }

    @OnBothEngines
    @Case("ah/test_client_functional.py test_no_error_on_conn_close_if_eof")
    void aBodyWithoutLengthEndsWithTheConnection(String engine) {
        Loops.run(engine, () -> {
            try (StreamServer server = saying(
                    "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\nto the end");
                    ClientSession session = new ClientSession()) {
                assertThat(session.get("http://127.0.0.1:" + server.port()).text()).isEqualTo("to the end");
            }
        });
    }

    @OnBothEngines
    @Case({"ah/test_client_functional.py test_HTTP_302_REDIRECT_POST",
            "ah/test_client_functional.py test_HTTP_307_REDIRECT_POST",
            "ah/test_client_functional.py test_HTTP_308_PERMANENT_REDIRECT_POST",
            "ah/test_client_functional.py test_history",
            "ah/test_client_functional.py test_string_payload_redirect"})
    void followsRedirectsAsTheirStatusSays(String engine) {
        WebApp app = echo();
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            app.post("/from/" + status, request -> Response.redirect("/to").withStatus(status));
        }
        with(engine, app, (session, server) -> {
            for (int status : new int[] {301, 302, 303}) {
                HttpReply reply = session.post("from/" + status, "body");
                assertThat(reply.text()).isEqualTo("GET /to null ");
                assertThat(reply.history()).containsExactly(server.url("/from/" + status));
            }
            for (int status : new int[] {307, 308}) {
                assertThat(session.post("from/" + status, "body").text())
                        .isEqualTo("POST /to text/plain; charset=utf-8 body");
            }
            HttpReply kept = session.request("POST", "from/302").noRedirects().send();
            assertThat(kept.status()).isEqualTo(302);
            assertThat(kept.header("Location")).isEqualTo("/to");
        });
    }

    @OnBothEngines
    @Case("ah/test_client_functional.py test_HTTP_302_max_redirects")
    void endlessRedirectsEnd(String engine) {
        WebApp app = new WebApp().get("/", request -> Response.redirect("/"));
        with(engine, app, ClientOptions.defaults().maxRedirects(3), (session, server) -> assertThatExceptionOfType(
                ClientException.TooManyRedirects.class).isThrownBy(() -> session.get("/")).withMessageContaining("3"));
    }

    @OnBothEngines
    @Case({"ah/test_client_functional.py test_drop_auth_on_redirect_to_other_host",
            "ah/test_client_functional.py test_redirect_to_absolute_url"})
    void secretsDoNotGoToOtherHostsWithARedirect(String engine) {
        WebApp other = new WebApp().get("/", request -> Response.text("auth " + request.header("Authorization")));
        Loops.run(engine, () -> {
            try (WebServer second = other.start("127.0.0.1", 0);
                    WebServer first = new WebApp().get("/", request -> Response.redirect(second.url("/")))
                            .start("127.0.0.1", 0);
                    ClientSession session = new ClientSession()) {
                assertThat(session.request("GET", first.url("/")).header("Authorization", "secret").send().text())
                        .isEqualTo("auth null");
            }
        });
    }

    @OnBothEngines
    @Case("ah/test_client_functional.py test_set_cookies")
    void cookiesComeBackWhereTheyBelong(String engine) {
        WebApp app = new WebApp().get("/set", request -> Response.text("").cookie(Cookie.of("a", "1"))
                .cookie(Cookie.of("b", "2").path("/deep")))
                .get("/{p:.*}", request -> Response.text(request.cookies().toString()));
        with(engine, app, (session, server) -> {
            session.get("set");
            assertThat(session.get("x").text()).isEqualTo("{a=1}");
            assertThat(session.get("deep/x").text()).contains("a=1", "b=2");
            assertThat(session.cookies().getCookies()).hasSize(2);
        });
    }

    @OnBothEngines
    @Case({"ah/test_client_functional.py test_encoding_gzip",
            "ah/test_client_functional.py test_encoding_deflate",
            "ah/test_client_functional.py test_payload_decompress_size_limit"})
    void decompresses(String engine) throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write("packed ".repeat(1000).getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream deflate = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflate)) {
            out.write("flat".getBytes(StandardCharsets.UTF_8));
        }
        WebApp app = new WebApp()
                .get("/gzip", request -> Response.bytes(gzip.toByteArray()).header("Content-Encoding", "gzip"))
                .get("/deflate", request -> Response.bytes(deflate.toByteArray()).header("Content-Encoding", "deflate"))
                .get("/accepted", request -> Response.text(String.valueOf(request.header("Accept-Encoding"))));
        with(engine, app, (session, server) -> {
            assertThat(session.get("gzip").text()).isEqualTo("packed ".repeat(1000));
            assertThat(session.get("deflate").text()).isEqualTo("flat");
            assertThat(session.head("gzip").bytes()).isEmpty();
            assertThat(session.get("accepted").text()).isEqualTo("gzip, deflate");
        });
        with(engine, app, ClientOptions.defaults().maxBody(1000), (session, server) -> assertThatExceptionOfType(
                ClientException.BadReply.class).isThrownBy(() -> session.get("gzip")).withMessageContaining("1000"));
    }

    @OnBothEngines
    @Case({"ah/test_client_functional.py test_raise_for_status",
            "ah/test_client_functional.py test_ok_from_status",
            "ah/test_client_functional.py test_request_raise_for_status_enabled"})
    void errorsAreExceptionsWhereThatWasAskedFor(String engine) {
        with(engine, new WebApp(), (session, server) -> {
            assertThat(session.get("none").status()).isEqualTo(404);
            assertThatExceptionOfType(ClientException.ErrorStatus.class)
                    .isThrownBy(() -> session.get("none").raiseForStatus())
                    .satisfies(e -> assertThat(e.status()).isEqualTo(404));
        });
        with(engine, new WebApp(), ClientOptions.defaults().raiseForStatus(true), (session, server) -> {
            assertThatExceptionOfType(ClientException.ErrorStatus.class).isThrownBy(() -> session.get("none"));
        });
    }

    @OnBothEngines
    void aKilledRequestLeavesTheSessionWhole(String engine) {
        WebApp app = new WebApp().get("/slow", request -> {
            sleep(5);
            return Response.text("late");
        }).get("/", request -> Response.text("ok"));
        with(engine, app, ClientOptions.defaults().maxPerHost(1), (session, server) -> {
            Greenlet<?> slow = spawn(() -> session.get("slow"));
            sleep(0.01);
            slow.kill();
            assertThat(session.get("/").text()).isEqualTo("ok");
        });
    }

    @Test
    @Case("ah/test_client_functional.py test_invalid_and_non_http_url")
    void misuseIsTold() {
        Loops.call(() -> {
            ClientSession session = new ClientSession();
            assertThatIllegalArgumentException().isThrownBy(() -> session.get("nowhere"))
                    .withMessageContaining("http://host/path");
            assertThatIllegalArgumentException().isThrownBy(() -> session.get("ftp://host/"));
            assertThatIllegalArgumentException().isThrownBy(() -> session.get("http://a b/"));
            session.close();
            return assertThatIllegalStateException().isThrownBy(() -> session.get("http://127.0.0.1/"))
                    .withMessageContaining("closed");
        });
    }
}
