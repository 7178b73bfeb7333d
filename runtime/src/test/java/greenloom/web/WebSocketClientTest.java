package greenloom.web;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import greenloom.Case;
import greenloom.Greenlet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Both ends at once. */
class WebSocketClientTest {
    @FunctionalInterface
    private interface Client {
        void use(WebSocket socket) throws Exception;
    }

    private static final WebSocket.Handler ECHO = ws -> {
        for (Message message : ws) {
            if (message.isText()) {
                ws.send(message.text());
            } else {
                ws.send(message.bytes());
            }
        }
    };

    private static void with(String engine, WebSocket.Handler handler, Client client) {
        Loops.run(engine, () -> {
            WebApp app = new WebApp().webSocket("/ws", handler);
            try (WebServer server = app.start("127.0.0.1", 0, ServerOptions.defaults().grace(0.1));
                    ClientSession session = new ClientSession();
                    WebSocket socket = session.webSocket("ws://127.0.0.1:" + server.port() + "/ws")) {
                client.use(socket);
            }
        });
    }

    @OnBothEngines
    @Case({"ah/test_client_ws_functional.py test_send_recv_text",
            "ah/test_client_ws_functional.py test_send_recv_bytes",
            "ah/test_client_ws_functional.py test_send_recv_json",
            "ah/test_web_websocket_functional.py test_send_recv_text",
            "ah/test_web_websocket_functional.py test_send_recv_bytes",
            "ah/test_web_websocket_functional.py test_websocket_send_json",
            "ah/test_web_websocket_functional.py test_websocket_json"})
    void textsBytesAndJsonGoBothWays(String engine) {
        with(engine, ECHO, socket -> {
            socket.send("grüße");
            assertThat(socket.receive()).hasToString("grüße");
            socket.send(new byte[] {0, -1});
            Message bytes = socket.receive();
            assertThat(bytes.bytes()).containsExactly(0, -1);
            assertThatIllegalStateException().isThrownBy(bytes::text).withMessageContaining("bytes()");
            socket.sendJson(Map.of("k", 1));
            assertThat(socket.receive().json().get("k").asInt()).isEqualTo(1);
        });
    }

    @OnBothEngines
    void aMessageMayHaveSixteenMebibytes(String engine) {
        with(engine, ECHO, socket -> {
            byte[] large = new byte[16 << 20];
            large[large.length - 1] = 7;
            Greenlet<?> sending = spawn(() -> socket.send(large));
            assertThat(socket.receive().bytes()).isEqualTo(large);
            sending.get();
        });
    }

    @OnBothEngines
    void oneTooLongEndsItWith1009(String engine) {
        with(engine, ECHO, socket -> {
            socket.send(new byte[(16 << 20) + 1]);
            assertThat(socket.receive()).isNull();
            assertThat(socket.closeCode()).isEqualTo(1009);
        });
    }

    @OnBothEngines
    @Case({"ah/test_client_ws_functional.py test_close_from_server",
            "ah/test_client_ws_functional.py test_ws_client_async_for",
            "ah/test_web_websocket_functional.py test_server_close_handshake"})
    void theServerMayCloseAndSayWhy(String engine) {
        with(engine, ws -> {
            ws.send("last");
            ws.close(4001, "enough");
        }, socket -> {
            List<String> all = new ArrayList<>();
            socket.forEach(message -> all.add(message.text()));
            assertThat(all).containsExactly("last");
            assertThat(socket.closeCode()).isEqualTo(4001);
            assertThat(socket.closeReason()).isEqualTo("enough");
            assertThat(socket.isOpen()).isFalse();
            assertThat(socket.connection().isOpen()).as("its socket").isFalse();
            assertThatExceptionOfType(ClosedWebSocketException.class).isThrownBy(() -> socket.send("late"));
        });
    }

    @OnBothEngines
    @Case({"ah/test_client_ws_functional.py test_concurrent_close",
            "ah/test_client_ws_functional.py test_concurrent_task_close"})
    void closingWhileAnotherReceivesEndsBoth(String engine) {
        with(engine, ECHO, socket -> {
            Greenlet<?> receiving = spawn(() -> socket.receive());
            sleep(0.005);
            assertThatIllegalStateException().isThrownBy(socket::receive).withMessageContaining("Two greenlets");
            socket.close();
            assertThat(receiving.get()).isNull();
            assertThat(socket.closeCode()).isEqualTo(1000);
            assertThat(socket.connection().isOpen()).as("its socket").isFalse();
            socket.close();
        });
    }

    @OnBothEngines
    @Case("ah/test_client_ws_functional.py test_heartbeat")
    void theHeartBeatsFromTheClientToo(String engine) {
        with(engine, ECHO, socket -> {
            socket.heartbeat(0.3);
            Greenlet<Message> waiting = spawn(() -> socket.receive());
            sleep(0.7);
            assertThat(waiting.ready()).isFalse();
            socket.send("alive");
            assertThat(waiting.get()).hasToString("alive");
        });
    }

    @OnBothEngines
    @Case("ah/test_web_websocket_functional.py test_handle_protocol")
    void bothEndsAgreeOnAProtocol(String engine) {
        WebApp app = new WebApp().webSocket("/ws", ws -> ws.send("server: " + ws.protocol()), "foo", "bar");
        Loops.run(engine, () -> {
            try (WebServer server = app.start("127.0.0.1", 0); ClientSession session = new ClientSession()) {
                try (WebSocket socket = session.webSocket(server.url() + "/ws", "eggs", "bar", "foo")) {
                    assertThat(socket.receive()).hasToString("server: bar");
                    assertThat(socket.protocol()).isEqualTo("bar");
                }
                try (WebSocket socket = session.webSocket(server.url() + "/ws", "eggs")) {
                    assertThat(socket.receive()).hasToString("server: null");
                    assertThat(socket.protocol()).isNull();
                }
            }
        });
    }

    @OnBothEngines
    void aServerThatSpeaksNoWebSocketIsTold(String engine) {
        WebApp app = new WebApp().get("/", request -> Response.text("a page"));
        Loops.run(engine, () -> {
            try (WebServer server = app.start("127.0.0.1", 0); ClientSession session = new ClientSession()) {
                assertThatExceptionOfType(ClientException.BadReply.class)
                        .isThrownBy(() -> session.webSocket(server.url() + "/")).withMessageContaining("status 200");
            }
        });
    }

    @OnBothEngines
    void misuseIsTold(String engine) {
        with(engine, ECHO, socket -> {
            assertThatIllegalArgumentException().isThrownBy(() -> socket.close(1005, ""));
            assertThatIllegalArgumentException().isThrownBy(() -> socket.close(1000, "x".repeat(124)));
            assertThatIllegalStateException().isThrownBy(() -> socket.heartbeat(9).heartbeat(9));
            assertThat(socket.connection().remoteAddress().getPort()).isPositive();
            socket.send("x".getBytes(StandardCharsets.UTF_8));
        });
    }
}
