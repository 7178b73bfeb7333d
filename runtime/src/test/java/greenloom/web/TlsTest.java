package greenloom.web;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Case;
import greenloom.EventLoop;
import greenloom.Greenlet;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final TestCertificate TEST = TestCertificate.forHosts("localhost", "127.0.0.1");

    private static WebApp app() {
        return new WebApp().get("/", request -> Response.text("secure: " + request.isSecure()))
                .post("/", request -> Response.bytes(request.body()))
                .webSocket("/ws", ws -> {
                    for (Message message : ws) {
                        ws.send(message.text());
                    }
                });
    }

    private static ServerOptions secure() {
        return ServerOptions.defaults().tls(TEST.server()).grace(0.1);
    }

    private static ClientSession client() {
        return new ClientSession(ClientOptions.defaults().tls(TEST.client()));
    }

    @OnBothEngines
    @Case({"ah/test_client_functional.py test_ssl_client",
            "gv/test__pywsgi.py TestHttps.test_013_empty_return"})
    void aServerIsAskedOverTlsAndKeepsTheConnection(String engine) {
        Loops.run(engine, () -> {
            try (WebServer server = app().start("127.0.0.1", 0, secure()); ClientSession client = client()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(client.get(server.url("/")).text()).isEqualTo("secure: true");
                }
                assertThat(server.url()).startsWith("https://");
                assertThat(server.connections()).isEqualTo(1);
            }
        });
    }

    @OnBothEngines
    @Case("gv/test__pywsgi.py TestHttps.test_012_ssl_server")
    void largeBodiesGoBothWays(String engine) {
        Loops.run(engine, () -> {
            try (WebServer server = app().start("127.0.0.1", 0, secure()); ClientSession client = client()) {
                String body = "0123456789".repeat(200_000);
                assertThat(client.post(server.url("/").toString(), body).text()).isEqualTo(body);
            }
        });
    }

    @OnBothEngines
    void othersRunWhileATlsRequestWaitsS20(String engine) {
        WebApp slow = new WebApp().get("/", request -> {
            sleep(0.05);
            return Response.text("late");
        });
        Loops.run(engine, () -> {
            try (WebServer server = slow.start("127.0.0.1", 0, secure()); ClientSession client = client()) {
                Greenlet<String> reply = spawn(() -> client.get(server.url("/")).text());
                int turns = 0;
                while (!reply.ready()) {
                    sleep(0.001);
                    turns++;
                }
                assertThat(reply.get()).isEqualTo("late");
                assertThat(turns).isGreaterThan(5);
            }
        });
    }

    @OnBothEngines
    void whoIsNotTrustedIsNotTalkedTo(String engine) {
        Loops.run(engine, () -> {
            List<Throwable> told = new ArrayList<>();
            EventLoop.current().setExceptionHandler((greenlet, e) -> told.add(e));
            TestCertificate other = TestCertificate.forHosts("elsewhere.test");
            try (WebServer server = app().start("127.0.0.1", 0, secure());
                    WebServer elsewhere = app().start("127.0.0.1", 0, ServerOptions.defaults().tls(other.server()));
                    ClientSession strict = new ClientSession();
                    ClientSession wrongName = new ClientSession(ClientOptions.defaults().tls(other.client()))) {
                assertThatExceptionOfType(ClientException.NoConnection.class)
                        .isThrownBy(() -> strict.get(server.url("/")))
                        .withCauseInstanceOf(SSLException.class);
                assertThatExceptionOfType(ClientException.NoConnection.class)
                        .isThrownBy(() -> wrongName.get(elsewhere.url("/"))).withCauseInstanceOf(SSLException.class);
                assertThatExceptionOfType(IncompleteReadException.class)
                        .isThrownBy(() -> Raw.ask(server, "plain text, no TLS\r\n\r\n"));
            }
            assertThat(told).isEmpty();
        });
    }

    @OnBothEngines
    void aConnectionMayGoOnInTls(String engine) {
        Loops.run(engine, () -> {
            StreamServer.Handler handler = c -> {
                for (String line = c.readLine(); line != null; line = c.readLine()) {
                    c.write("got " + line + "\n");
                }
            };
            try (StreamServer server = new StreamServer(handler).tls(TEST.server()).start("127.0.0.1", 0);
                    Connection connection = Connection.open("127.0.0.1", server.port())) {
                connection.startTls(TEST.client(), "localhost");
                connection.write("one\n");
                assertThat(connection.readLine()).isEqualTo("got one");
                connection.timeout(0.02);
                assertThatThrownBy(connection::readLine).isInstanceOf(SocketTimeoutException.class);
                connection.timeout(10).write("two\n");
                assertThat(connection.readLine()).isEqualTo("got two");
                connection.finishWriting();
                assertThat(connection.readLine()).isNull();
            }
        });
    }

    @OnBothEngines
    void webSocketsGoOverTls(String engine) {
        Loops.run(engine, () -> {
            try (WebServer server = app().start("127.0.0.1", 0, secure());
                    ClientSession client = client();
                    WebSocket socket = client.webSocket(server.url().replace("https", "wss") + "/ws")) {
                socket.send("hello");
                assertThat(socket.receive()).hasToString("hello");
            }
        });
    }

    @Test
    void theJdksClientUnderstandsIt() {
        Loops.call(() -> {
            try (WebServer server = app().start("127.0.0.1", 0, secure())) {
                return assertThat(greenloom.internal.net.Offload.call(() -> {
                    KeyStore store = KeyStore.getInstance("PKCS12");
                    store.load(null, null);
                    store.setCertificateEntry("test", TEST.certificate());
                    var trust = javax.net.ssl.TrustManagerFactory.getInstance("PKIX");
                    trust.init(store);
                    var context = javax.net.ssl.SSLContext.getInstance("TLS");
                    context.init(null, trust.getTrustManagers(), null);
                    try (var http = java.net.http.HttpClient.newBuilder().sslContext(context).build()) {
                        return http.send(java.net.http.HttpRequest.newBuilder(server.url("/")).build(),
                                java.net.http.HttpResponse.BodyHandlers.ofString()).body();
                    }
                })).isEqualTo("secure: true");
            }
        });
    }

    @Test
    void aKeyStoreThatCannotBeUsedIsTold(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("keys.p12"), "no keys");
        assertThatThrownBy(() -> Tls.server(file, "x".toCharArray())).isInstanceOf(java.io.IOException.class);
        assertThat(TEST.pem()).startsWith("-----BEGIN CERTIFICATE-----\n").endsWith("-----END CERTIFICATE-----\n");
    }
}
