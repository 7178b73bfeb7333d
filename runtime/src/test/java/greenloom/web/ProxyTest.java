package greenloom.web;

import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import greenloom.Greenlet;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyTest {
    private static final TestCertificate TEST = TestCertificate.forHosts("localhost", "127.0.0.1");
    private static final ClientOptions TRUSTING = ClientOptions.defaults().tls(TEST.client());

    private static WebApp app() {
        return new WebApp().any("/{p:.*}", request -> Response.text(request.target() + " for "
                + request.header("Proxy-Authorization"))).webSocket("/ws", ws -> ws.send(ws.receive().text()));
    }

    /** A proxy that notes the first lines and the secrets it is shown. */
    private static final class Relay implements AutoCloseable {
        final List<String> asked = new ArrayList<>();
        private final String answer;
        private final StreamServer server;

        Relay(String answer) throws IOException {
            this.answer = answer;
            server = new StreamServer(this::serve).start("127.0.0.1", 0);
        }

        private void serve(Connection client) throws IOException {
            String head = new String(client.readUntil("\r\n\r\n"), StandardCharsets.ISO_8859_1);
            String[] line = head.substring(0, head.indexOf('\r')).split(" ");
            asked.add(line[0] + " " + line[1]);
            head.lines().filter(field -> field.startsWith("Proxy-Authorization")).forEach(asked::add);
            boolean tunnel = line[0].equals("CONNECT");
            URI target = URI.create(tunnel ? "https://" + line[1] : line[1]);
            if (!answer.startsWith("200")) {
                client.write("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            try (Connection onward = Connection.open(target.getHost(), target.getPort())) {
                if (tunnel) {
                    client.write("HTTP/1.1 " + answer + "\r\n\r\n");
                } else {
                    onward.write(head.replace(line[1], target.getRawPath()));
                }
                Greenlet<?> there = spawn(() -> client.inputStream().transferTo(onward.outputStream()));
                onward.inputStream().transferTo(client.outputStream());
                there.kill();
            }
        }

        String url() {
            return "http://127.0.0.1:" + server.port();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    @OnBothEngines
    void plainRequestsAreHandedToTheProxyWhole(String engine) {
        Loops.run(engine, () -> {
            try (WebServer server = app().start("127.0.0.1", 0);
                    Relay relay = new Relay("200 OK");
                    ClientSession session = new ClientSession(ClientOptions.defaults()
                            .proxy(relay.url().replace("//", "//ann:secret@")))) {
                assertThat(session.get(server.url("/a")).text()).isEqualTo("/a for Basic YW5uOnNlY3JldA==");
                assertThat(relay.asked)
                        .containsExactly("GET " + server.url("/a"), "Proxy-Authorization: Basic YW5uOnNlY3JldA==");
            }
        });
    }

    @OnBothEngines
    void tlsAndWebSocketsGoThroughATunnelThatKeepsTheSecret(String engine) {
        Loops.run(engine, () -> {
            try (WebServer server = app().start("127.0.0.1", 0, ServerOptions.defaults().tls(TEST.server()));
                    Relay relay = new Relay("200 Connection established");
                    ClientSession session = new ClientSession(TRUSTING.proxy(relay.url()
                            .replace("//", "//ann:secret@")))) {
                assertThat(session.get(server.url("/a")).text()).isEqualTo("/a for null");
                assertThat(session.get(server.url("/b")).text()).isEqualTo("/b for null");
                assertThat(relay.asked).as("one tunnel for both").containsExactly("CONNECT 127.0.0.1:" + server.port(),
                        "Proxy-Authorization: Basic YW5uOnNlY3JldA==");
                try (WebSocket ws = session.webSocket(server.url("/ws").toString().replace("https", "wss"))) {
                    ws.send("through");
                    assertThat(ws.receive().text()).isEqualTo("through");
                }
            }
        });
    }

    @OnBothEngines
    void aRequestCanHaveAProxyOfItsOwn(String engine) {
        Loops.run(engine, () -> {
            try (WebServer server = app().start("127.0.0.1", 0);
                    Relay relay = new Relay("200 OK");
                    ClientSession session = new ClientSession()) {
                assertThat(session.get(server.url("/a")).text()).isEqualTo("/a for null");
                assertThat(relay.asked).isEmpty();
                session.request("GET", server.url("/b").toString()).proxy(relay.url()).send();
                assertThat(relay.asked).containsExactly("GET " + server.url("/b"));
            }
        });
    }

    @OnBothEngines
    void aProxyThatRefusesIsAnErrorOfItsOwn(String engine) {
        Loops.run(engine, () -> {
            try (Relay relay = new Relay("407 Proxy Authentication Required");
                    ClientSession session = new ClientSession(TRUSTING.proxy(relay.url().replace("//", "//a:pw@")))) {
                assertThatExceptionOfType(ClientException.ProxyRefused.class)
                        .isThrownBy(() -> session.get("https://127.0.0.1:9/"))
                        .withMessage("The proxy 127.0.0.1:" + relay.server.port()
                                + " opens no way to https://127.0.0.1:9/: 407: Proxy Authentication Required")
                        .satisfies(e -> assertThat(e.status()).isEqualTo(407));
            }
        });
    }

    @Test
    void aProxyThatIsNotThereIsToldApartFromTheServer() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0)) {
            port = gone.getLocalPort();
        }
        Loops.call(() -> {
            try (ClientSession session = new ClientSession(ClientOptions.defaults()
                    .proxy("http://127.0.0.1:" + port))) {
                assertThatExceptionOfType(ClientException.NoConnection.class)
                        .isThrownBy(() -> session.get("http://127.0.0.1:9/"))
                        .withMessageContaining("The proxy 127.0.0.1:" + port + " does not answer");
            }
            return null;
        });
    }

    @Test
    void anAddressThatIsNoProxysIsRefusedAtOnce() {
        for (String address : List.of("127.0.0.1:3128", "https://127.0.0.1:3128", "socks5://h:1", "/proxy")) {
            assertThatIllegalArgumentException().as(address)
                    .isThrownBy(() -> ClientOptions.defaults().proxy(address));
        }
    }
}
