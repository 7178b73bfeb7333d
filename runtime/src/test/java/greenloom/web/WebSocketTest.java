package greenloom.web;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Case;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server's side, spoken to frame by frame. */
class WebSocketTest {
    private static final String UPGRADE = """
            GET /ws HTTP/1.1\r
            Host: h\r
            Upgrade: websocket\r
            Connection: keep-alive, Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;

    @FunctionalInterface
    private interface Client {
        void use(Raw raw) throws Exception;
    }

    private static void with(String engine, WebSocket.Handler handler, Client client) {
        WebApp app = new WebApp().webSocket("/ws", handler);
        Loops.run(engine, () -> {
            try (WebServer server = app.start("127.0.0.1", 0, ServerOptions.defaults().grace(0.1));
                    Raw raw = Raw.open(server)) {
                Raw.Reply reply = raw.send(UPGRADE).reply();
                assertThat(reply.status()).isEqualTo(101);
                assertThat(reply.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
                client.use(raw);
            }
        });
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

    private static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        byte[] key = {1, 2, 3, 4};
        frame.writeBytes(key);
        byte[] masked = payload.clone();
        Frame.mask(masked, key, 0);
        frame.writeBytes(masked);
        return frame.toByteArray();
    }

    private static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** Opcode and payload of the next frame from the server, as a text. */
    private static String next(Raw raw) throws IOException {
        byte[] start = raw.connection().readExactly(2);
        assertThat(start[1] & 0x80).isZero();
        int length = start[1] & 0x7f;
        if (length == 126) {
            byte[] more = raw.connection().readExactly(2);
            length = (more[0] & 0xff) << 8 | (more[1] & 0xff);
        }
        byte[] payload = raw.connection().readExactly(length);
        if ((start[0] & 0x0f) == Frame.CLOSE) {
            return "close " + (length == 0 ? "" : (payload[0] & 0xff) << 8 | (payload[1] & 0xff));
        }
        return (start[0] & 0x0f) + " " + new String(payload, StandardCharsets.UTF_8);
    }

    @OnBothEngines
    @Case({"H04 ah/test_web_websocket_functional.py test_server_ws_async_for",
            "ah/test_web_websocket_functional.py test_client_close_handshake"})
    void answersEachMessageUntilTheClientClosesH04(String engine) {
        List<String> ends = new ArrayList<>();
        with(engine, ws -> {
            for (Message message : ws) {
                ws.send(message.text() + "/answer");
            }
            ends.add("ended with " + ws.closeCode() + ws.closeReason());
        }, raw -> {
            for (String question : new String[] {"q1", "q2", "q3"}) {
                raw.connection().write(frame(0x81, question));
                assertThat(next(raw)).isEqualTo("1 " + question + "/answer");
            }
            raw.connection().write(frame(0x88, "\u0003\u00e8bye".getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(next(raw)).isEqualTo("close 1000");
            assertThat(raw.isAtEnd()).isTrue();
            assertThat(ends).containsExactly("ended with 1000bye");
        });
    }

    @OnBothEngines
    @Case("ah/test_web_websocket_functional.py test_client_ping")
    void putsFragmentsTogetherWithControlFramesBetweenThem(String engine) {
        with(engine, ECHO, raw -> {
            raw.connection().write(frame(0x01, "on"));
            raw.connection().write(frame(0x89, "alive?"));
            raw.connection().write(frame(0x00, "e m"));
            raw.connection().write(frame(0x80, "essage"));
            assertThat(next(raw)).isEqualTo("10 alive?");
            assertThat(next(raw)).isEqualTo("1 one message");
        });
    }

    @OnBothEngines
    void bytesAndLongMessagesGoThrough(String engine) {
        with(engine, ECHO, raw -> {
            String text = "x".repeat(60_000);
            raw.connection().write(frame(0x82, text));
            assertThat(next(raw)).isEqualTo("2 " + text);
            raw.connection().write(frame(0x81, ""));
            assertThat(next(raw)).isEqualTo("1 ");
        });
    }

    @OnBothEngines
    @Case({"H06 ah/test_web_websocket_functional.py test_heartbeat",
            "ah/test_web_websocket_functional.py test_heartbeat_no_pong",
            "ah/test_web_websocket_functional.py test_heartbeat_failure_ends_receive"})
    void theHeartPingsAClientThatDoesNotAnswerAndCutsItOffH06(String engine) {
        List<Integer> codes = new ArrayList<>();
        with(engine, ws -> {
            ws.heartbeat(0.02);
            assertThat(ws.receive()).isNull();
            codes.add(ws.closeCode());
        }, raw -> {
            assertThat(next(raw)).isEqualTo("9 ");
            assertThat(raw.isAtEnd()).isTrue();
            while (codes.isEmpty()) {
                sleep(0.001);
            }
            assertThat(codes).containsExactly(1006);
        });
    }

    @OnBothEngines
    void theHeartIsContentWithAClientThatAnswers(String engine) {
        with(engine, ws -> {
            ws.heartbeat(0.6);
            ws.receive();
            ws.close();
        }, raw -> {
            for (int i = 0; i < 2; i++) {
                assertThat(next(raw)).isEqualTo("9 ");
                raw.connection().write(frame(0x8a, ""));
            }
        });
    }

    @OnBothEngines
    @Case({"ah/test_web_websocket_functional.py test_receive_timeout",
            "ah/test_web_websocket_functional.py test_receive_timeout_keeps_connection_open"})
    void aTimeoutWhileReceivingLosesNothing(String engine) {
        List<greenloom.Timeout> timeouts = new ArrayList<>();
        with(engine, ws -> {
            while (ws.isOpen()) {
                try {
                    ws.send(String.valueOf(ws.receive(0.005)));
                } catch (greenloom.Timeout e) {
                    timeouts.add(e);
                }
            }
        }, raw -> {
            byte[] frame = frame(0x81, "in pieces");
            for (byte part : frame) {
                int before = timeouts.size();
                raw.connection().write(new byte[] {part});
                while (timeouts.size() == before && part != frame[frame.length - 1]) {
                    sleep(0.001);
                }
            }
            assertThat(next(raw)).isEqualTo("1 in pieces");
        });
    }

    @OnBothEngines
    @Case({"ah/test_web_websocket_functional.py test_server_close_handshake_server_eats_client_messages",
            "ah/test_web_websocket_functional.py test_normal_closure_while_client_sends_msg"})
    void whoHasClosedTakesWhatTheOtherStillSendsUntilItClosesToo(String engine) {
        List<Integer> codes = new ArrayList<>();
        with(engine, ws -> {
            ws.close();
            codes.add(ws.closeCode());
        }, raw -> {
            assertThat(next(raw)).isEqualTo("close 1000");
            raw.connection().write(frame(0x81, "text"));
            raw.connection().write(frame(0x82, "bytes"));
            raw.connection().write(frame(0x89, "ping"));
            raw.connection().write(frame(0x88, new byte[] {3, (byte) 0xe8}));
            assertThat(raw.isAtEnd()).isTrue();
            assertThat(codes).containsExactly(1000);
        });
    }

    @OnBothEngines
    @Case("ah/test_web_websocket_functional.py test_receive_being_cancelled_keeps_connection_open")
    void aKilledReceiverLeavesTheWebSocketOpen(String engine) {
        with(engine, ws -> {
            greenloom.Greenlet<?> receiver = spawn(() -> ws.receive());
            sleep(0.005);
            receiver.kill();
            ws.send("ready");
            ws.send("got " + ws.receive());
        }, raw -> {
            assertThat(next(raw)).isEqualTo("1 ready");
            raw.connection().write(frame(0x81, "later"));
            assertThat(next(raw)).isEqualTo("1 got later");
        });
    }

    @OnBothEngines
    @Case("ah/test_web_websocket_functional.py test_closed_async_for")
    void closingEndsTheLoopThatReceives(String engine) {
        List<String> all = new ArrayList<>();
        with(engine, ws -> {
            for (Message message : ws) {
                all.add(message.text());
                ws.send("stopping");
                ws.close();
            }
            all.add("ended");
        }, raw -> {
            raw.connection().write(frame(0x81, "stop"));
            assertThat(next(raw)).isEqualTo("1 stopping");
            assertThat(next(raw)).isEqualTo("close 1000");
            raw.connection().write(frame(0x88, new byte[] {3, (byte) 0xe8}));
            assertThat(raw.isAtEnd()).isTrue();
            assertThat(all).containsExactly("stop", "ended");
        });
    }

    @OnBothEngines
    void manyGreenletsMaySendAtOnceAndEachMessageStaysWhole(String engine) {
        with(engine, ws -> {
            List<greenloom.Greenlet<?>> senders = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String text = String.valueOf(i).repeat(50_000);
                senders.add(spawn(() -> ws.send(text)));
            }
            senders.forEach(greenloom.Greenlet::get);
        }, raw -> {
            for (int i = 0; i < 10; i++) {
                assertThat(next(raw)).isEqualTo("1 " + String.valueOf(i).repeat(50_000));
            }
        });
    }

    @OnBothEngines
    void aFailingHandlerClosesWith1011AndIsTold(String engine) {
        List<String> told = new ArrayList<>();
        with(engine, ws -> {
            greenloom.EventLoop.current().setExceptionHandler((greenlet, e) -> told.add(e.getMessage()));
            throw new IllegalStateException("oops");
        }, raw -> {
            assertThat(next(raw)).isEqualTo("close 1011");
            assertThat(raw.isAtEnd()).isTrue();
            assertThat(told).containsExactly("oops");
        });
    }

    @OnBothEngines
    @Case("ah/test_web_websocket_functional.py test_websocket_shutdown")
    void aClosingServerSays1001(String engine) {
        WebApp app = new WebApp().webSocket("/ws", ECHO);
        Loops.run(engine, () -> {
            WebServer server = app.start("127.0.0.1", 0);
            try (Raw raw = Raw.open(server)) {
                raw.send(UPGRADE).reply();
                server.close(0.01);
                assertThat(next(raw)).isEqualTo("close 1001");
            }
        });
    }

    @OnBothEngines
    void whoeverAsksForNoWebSocketIsTold(String engine) {
        WebApp app = new WebApp().webSocket("/ws", ECHO);
        Loops.run(engine, () -> {
            try (WebServer server = app.start("127.0.0.1", 0)) {
                assertThat(Raw.get(server, "/ws").status()).isEqualTo(426);
                Raw.Reply old = Raw.ask(server, UPGRADE.replace("Version: 13", "Version: 8"));
                assertThat(old.status()).isEqualTo(426);
                assertThat(old.header("Sec-WebSocket-Version")).isEqualTo("13");
                assertThat(Raw.ask(server, UPGRADE.replace("dGhlIHNhbXBsZSBub25jZQ==", "short")).status())
                        .isEqualTo(400);
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            a reserved bit,                     c1 82 01020304 0101,           1002
            an unknown opcode,                  83 80 01020304,                1002
            an unknown control opcode,          8b 80 01020304,                1002
            a frame that is not masked,         81 02 6869,                    1002
            a fragmented ping,                  09 80 01020304,                1002
            a ping that is too long,            89 fe 007e 01020304,           1002
            a continuation of nothing,          80 80 01020304,                1002
            a message within a message,         01 80 01020304 81 80 01020304, 1002
            a length that could be shorter,     81 fe 0005 01020304,           1002
            a long length that could be short,  81 ff 0000000000000005 01020304, 1002
            a negative length,                  81 ff 8000000000000000 01020304, 1002
            a length beyond the limit,          82 ff 0000000002000000 01020304, 1009
            a close code of one byte,           88 81 00000000 03,             1002
            close code 1005,                    88 82 00000000 03ed,           1002
            close code 1015,                    88 82 00000000 03f7,           1002
            close code 999,                     88 82 00000000 03e7,           1002
            close code 5000,                    88 82 00000000 1388,           1002
            a close reason that is no text,     88 83 00000000 03e8ff,         1007
            a text that is no text,             81 82 00000000 c328,           1007
            a surrogate in a text,              81 83 00000000 eda080,         1007
            half a character at the end,        81 82 00000000 e282,           1007
            wrong bytes in the first fragment,  01 82 00000000 c328,           1007
            """)
    void closesWithTheRightCodeOn(String what, String bytes, int code) {
        String hex = bytes.replace(" ", "");
        byte[] frames = new byte[hex.length() / 2];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        with("fast", ECHO, raw -> {
            raw.connection().write(frames);
            assertThat(next(raw)).isEqualTo("close " + code);
        });
    }

    @ParameterizedTest
    @CsvSource({"1000", "1001", "1002", "1003", "1007", "1008", "1009", "1010", "1011", "3000", "3999", "4000", "4999"})
    void answersACloseWithTheSameCode(int code) {
        with("fast", ECHO, raw -> {
            raw.connection().write(frame(0x88, new byte[] {(byte) (code >> 8), (byte) code}));
            assertThat(next(raw)).isEqualTo("close " + code);
        });
    }
}
