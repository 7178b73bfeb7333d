package greenloom.web;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;

/** Datagrams, names, events, and servers under load. */
class MoreNetworkTest {
    @OnBothEngines
    void datagramsGoBothWays(String engine) {
        Loops.run(engine, () -> {
            try (UdpSocket server = UdpSocket.bind("127.0.0.1", 0); UdpSocket client = UdpSocket.bind("127.0.0.1", 0)) {
                Greenlet<?> echo = spawn(() -> {
                    while (true) {
                        UdpSocket.Datagram datagram = server.receive();
                        server.send("echo " + datagram.text(), datagram.sender());
                    }
                });
                for (int i = 0; i < 3; i++) {
                    client.send("n" + i, server.address());
                    assertThat(client.receive(5).text()).isEqualTo("echo n" + i);
                }
                assertThatThrownBy(() -> client.receive(0.01)).isInstanceOf(SocketTimeoutException.class);
                echo.kill();
                UdpSocket third = UdpSocket.bind("127.0.0.1", 0);
                Greenlet<?> waiting = spawn(() -> assertThatThrownBy(third::receive)
                        .isInstanceOf(ClosedChannelException.class));
                sleep(0.005);
                third.close();
                waiting.get();
            }
        });
    }

    @OnBothEngines
    void namesAreLookedUpWhileOthersRun(String engine) {
        Loops.run(engine, () -> {
            assertThat(Dns.lookUp("localhost")).anyMatch(java.net.InetAddress::isLoopbackAddress);
            assertThat(Dns.lookUp("127.0.0.1")).hasSize(1);
            assertThatThrownBy(() -> Dns.lookUp("no-such-host.invalid")).isInstanceOf(UnknownHostException.class);
        });
    }

    @OnBothEngines
    void eventsAreSentAsTheyHappenAndTheGreenletEndsWithItsClient(String engine) {
        List<String> ends = new ArrayList<>();
        WebApp app = new WebApp().get("/", request -> Response.events(events -> {
            try {
                events.send("one\ntwo");
                events.send("tick", "", "7");
                while (true) {
                    events.ping();
                    sleep(0.002);
                }
            } finally {
                ends.add("over");
            }
        }));
        Loops.run(engine, () -> {
            try (WebServer server = app.start("127.0.0.1", 0); ClientSession session = new ClientSession()) {
                HttpReply reply = session.request("GET", server.url("/")).open();
                assertThat(reply.header("Content-Type")).isEqualTo("text/event-stream");
                StringBuilder all = new StringBuilder();
                while (all.indexOf("\n\n:\n\n") < 0) {
                    all.append(new String(reply.read(), java.nio.charset.StandardCharsets.UTF_8));
                }
                assertThat(all).startsWith("data: one\ndata: two\n\nevent: tick\nid: 7\ndata:\n\n:\n\n");
                reply.close();
                while (ends.isEmpty()) {
                    sleep(0.001);
                }
            }
        });
    }

    @OnBothEngines
    void stoppingWithAThousandRequestsUnderWayHangsNone(String engine) {
        WebApp app = new WebApp().get("/{n}", request -> {
            sleep(Integer.parseInt(request.path("n")) % 2 == 0 ? 0.05 : 1000);
            return Response.text("done");
        });
        Loops.run(engine, () -> {
            WebServer server = app.start("127.0.0.1", 0);
            List<Greenlet<String>> all = new ArrayList<>();
            try (ClientSession session = new ClientSession(ClientOptions.defaults().maxPerHost(2000))) {
                for (int i = 0; i < 1000; i++) {
                    String url = server.url() + "/" + i;
                    all.add(spawn(() -> {
                        try {
                            return String.valueOf(session.get(url).status());
                        } catch (ClientException e) {
                            return e.getClass().getSimpleName();
                        }
                    }));
                }
                while (server.connections() < 1000 && all.stream().noneMatch(Greenlet::ready)) {
                    sleep(0.002);
                }
                server.close(1);
                List<String> ends = all.stream().map(Greenlet::get).toList();
                assertThat(ends).contains("503").isSubsetOf("200", "503", "Disconnected", "NoConnection");
                assertThat(server.connections()).isZero();
            }
        });
    }
}
