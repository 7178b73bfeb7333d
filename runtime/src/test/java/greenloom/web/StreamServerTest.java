package greenloom.web;

import static greenloom.Async.current;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Case;
import greenloom.Event;
import greenloom.EventLoop;
import greenloom.Greenlet;
import greenloom.GreenletExit;
import greenloom.internal.Host;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamServerTest {
    private static StreamServer echo() throws Exception {
        return new StreamServer(c -> {
            for (String line = c.readLine(); line != null; line = c.readLine()) {
                c.write(line + "\n");
            }
        }).start("127.0.0.1", 0);
    }

    private static String ask(StreamServer server, String line) throws Exception {
        try (Connection c = Connection.open("127.0.0.1", server.port())) {
            c.write(line + "\n");
            return String.valueOf(c.readLine());
        }
    }

    @OnBothEngines
    void servesManyConnectionsAtOnce(String engine) {
        Loops.run(engine, () -> {
            try (StreamServer server = echo()) {
                List<Greenlet<String>> clients = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    String line = "line " + i;
                    clients.add(spawn(() -> ask(server, line)));
                }
                for (int i = 0; i < 100; i++) {
                    assertThat(clients.get(i).get()).isEqualTo("line " + i);
                }
            }
        });
    }

    @OnBothEngines
    void aFailingHandlerIsToldOnceAndHarmsNoOther(String engine) {
        Loops.run(engine, () -> {
            List<String> told = new ArrayList<>();
            EventLoop.current().setExceptionHandler((greenlet, e) -> told.add(e.getMessage()));
            StreamServer.Handler handler = c -> {
                if ("fail".equals(c.readLine())) {
                    throw new IllegalArgumentException("no");
                }
                c.write("yes\n");
            };
            try (StreamServer server = new StreamServer(handler).start("127.0.0.1", 0)) {
                assertThat(ask(server, "fail")).isEqualTo("null");
                assertThat(ask(server, "work")).isEqualTo("yes");
                assertThat(told).containsExactly("no");
            }
        });
    }

    @OnBothEngines
    @Case("gv/test__server.py TestDefaultSpawn.test_server_closes_client_sockets")
    void aConnectionEndsWithItsHandler(String engine) {
        Loops.run(engine, () -> {
            try (StreamServer server = new StreamServer(c -> c.readLine()).start("127.0.0.1", 0)) {
                assertThat(ask(server, "anything")).isEqualTo("null");
            }
        });
    }

    @OnBothEngines
    void handlersBelongToWhoeverStartedTheServer(String engine) {
        Loops.run(engine, () -> {
            StreamServer server = spawn(() -> {
                Host.attach("cell 1");
                return new StreamServer(c -> c.write(Host.attachment() + "\n")).start("127.0.0.1", 0);
            }).get();
            Host.attach("cell 2");
            try (server) {
                assertThat(ask(server, "")).isEqualTo("cell 1");
            }
        });
    }

    @OnBothEngines
    @Case("gv/test__server.py TestPoolSpawn.test_pool_full")
    void aFullServerLetsTheNextOneWait(String engine) {
        Loops.run(engine, () -> {
            Event release = new Event();
            StreamServer server = new StreamServer(c -> {
                c.write("in\n");
                release.await();
            }).maxConnections(1).start("127.0.0.1", 0);
            try (server;
                    Connection first = Connection.open("127.0.0.1", server.port());
                    Connection second = Connection.open("127.0.0.1", server.port())) {
                assertThat(first.readLine()).isEqualTo("in");
                Greenlet<String> waiting = spawn(() -> String.valueOf(second.readLine()));
                sleep(0.02);
                assertThat(waiting.ready()).isFalse();
                assertThat(server.connections()).isEqualTo(1);
                release.set();
                assertThat(waiting.get()).isEqualTo("in");
            }
        });
    }

    @OnBothEngines
    @Case("gv/test__server.py TestDefaultSpawn.test_subclass_with_address")
    void stoppingLetsHandlersFinishAndThenKillsThem(String engine) {
        Loops.run(engine, () -> {
            List<String> ends = new ArrayList<>();
            StreamServer server = new StreamServer(c -> {
                double time = Double.parseDouble(String.valueOf(c.readLine()));
                try {
                    sleep(time);
                    ends.add("finished");
                } catch (GreenletExit e) {
                    ends.add("killed");
                    throw e;
                }
            }).start("127.0.0.1", 0);
            try (Connection quick = Connection.open("127.0.0.1", server.port());
                    Connection slow = Connection.open("127.0.0.1", server.port())) {
                quick.write("0.01\n");
                slow.write("1000\n");
                sleep(0.005);
                server.stop(0.1);
                assertThat(ends).containsExactly("finished", "killed");
                assertThat(server.connections()).isZero();
                assertThatThrownBy(() -> Connection.open("127.0.0.1", server.port())).hasMessageContaining("refused");
            }
        });
    }

    @OnBothEngines
    void aConnectionThatVanishesFreesItsGreenlet(String engine) {
        Loops.run(engine, () -> {
            try (StreamServer server = echo()) {
                for (int i = 0; i < 10; i++) {
                    Connection.open("127.0.0.1", server.port()).close();
                }
                while (server.connections() > 0) {
                    sleep(0.001);
                }
            }
        });
    }

    @OnBothEngines
    void theLoopsEndEndsIt(String engine) {
        List<String> ends = new ArrayList<>();
        EventLoop.run(EventLoop.options().engine(engine), () -> {
            StreamServer server = new StreamServer(c -> {
                try {
                    c.read(1);
                } finally {
                    ends.add(current().name());
                }
            }).start("127.0.0.1", 0);
            Connection.open("127.0.0.1", server.port());
            while (server.connections() == 0) {
                sleep(0.001);
            }
            sleep(0.005);
        });
        assertThat(ends).hasSize(1).allMatch(name -> name.startsWith("connection from /127.0.0.1:"));
    }

    @Test
    void anyThreadMayStopIt() {
        try (EventLoop loop = EventLoop.open(EventLoop.options())) {
            StreamServer server = loop.spawn("start", StreamServerTest::echo).get();
            server.close();
            server.close();
            assertThat(server).hasToString("<StreamServer at /127.0.0.1:" + server.port() + " closed>");
        }
    }

    @Test
    void aPortInUseIsToldAtOnce() {
        Loops.call(() -> {
            try (StreamServer server = echo()) {
                return assertThatThrownBy(() -> new StreamServer(c -> {}).start("127.0.0.1", server.port()))
                        .isInstanceOf(BindException.class);
            }
        });
    }

    @Test
    @Case("gv/test__server.py TestDefaultSpawn.test_invalid_callback")
    void misuseIsTold() {
        assertThatNullPointerException().isThrownBy(() -> new StreamServer(null));
        Loops.call(() -> {
            assertThatIllegalStateException().isThrownBy(() -> new StreamServer(c -> {}).port())
                    .withMessageContaining("call start");
            try (StreamServer server = echo()) {
                assertThatIllegalStateException().isThrownBy(() -> server.maxConnections(1))
                        .withMessageContaining("started already");
                return assertThatIllegalStateException().isThrownBy(() -> server.start("127.0.0.1", 0));
            }
        });
    }
}
