package greenloom.kernel.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import greenloom.kernel.wire.Channel;
import greenloom.kernel.wire.Codec;
import greenloom.kernel.wire.Composer;
import greenloom.kernel.wire.Message;
import greenloom.kernel.wire.Origin;
import greenloom.kernel.wire.Signer;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketsTest {
    private static final int HANG_SECONDS = 60;

    private final Codec codec = new Codec(Signer.of("hmac-sha256", "k"));
    private final Composer composer = new Composer();
    private final LinkedBlockingQueue<Message> received = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> subscriptions = new LinkedBlockingQueue<>();
    private final List<ZmtpClient> clients = new ArrayList<>();
    private ConnectionInfo info;
    private Sockets sockets;

    @BeforeEach
    void open() throws IOException {
        info = ConnectionInfo.onLoopback(freePorts(), "hmac-sha256", "k");
        sockets = Sockets.open(info, codec);
        sockets.start(new Inbox() {
            @Override
            public void received(Channel channel, Message message) {
                received.add(message);
            }

            @Override
            public Message subscribed(byte[] topic) {
                subscriptions.add(new String(topic, UTF_8));
                return composer.publish(Origin.NONE, "iopub_welcome", new JsonObject());
            }
        });
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        for (ZmtpClient client : clients) {
            client.close();
        }
        sockets.close();
    }

    @Test
    void theHeartbeatComesBack() throws IOException {
        ZmtpClient client = client("REQ", Channel.HEARTBEAT);
        for (int i = 0; i < 3; i++) {
            client.send("", "ping " + i);
            assertThat(client.receive().get(1)).asString().isEqualTo("ping " + i);
        }
    }

    @Test
    void aReplyGoesToTheOneWhoAsked() throws IOException, InterruptedException {
        ZmtpClient one = client("DEALER", Channel.SHELL);
        ZmtpClient other = client("DEALER", Channel.SHELL);
        send(one, "kernel_info_request");
        Message request = next();
        sockets.send(Channel.SHELL, composer.to(Origin.of(request), "kernel_info_reply", new JsonObject()));
        assertThat(one.receive()).hasSize(6);
        assertThat(other.receive(50)).isEmpty();
    }

    @Test
    void whatIsRefusedDoesNotStopWhatFollows() throws IOException, InterruptedException {
        ZmtpClient client = client("DEALER", Channel.CONTROL);
        client.send("nonsense");
        client.send("");
        send(client, "interrupt_request");
        assertThat(next().type()).isEqualTo("interrupt_request");
    }

    @Test
    void outputReachesASubscriberInOrder() throws IOException, InterruptedException {
        ZmtpClient client = client("SUB", Channel.IOPUB);
        client.subscribe("");
        assertThat(subscriptions.poll(HANG_SECONDS, TimeUnit.SECONDS)).isEmpty();
        assertThat(client.receive().getFirst()).asString().isEqualTo("iopub_welcome");
        Thread writer = Thread.ofVirtual().start(() -> publish(2000));
        for (int i = 0; i < 2000; i++) {
            assertThat(new String(client.receive().get(6), UTF_8)).isEqualTo("{\"i\":" + i + "}");
        }
        writer.join();
    }

    @Test
    void theInputBeforeAMarkIsReceivedBeforeIt() throws IOException, InterruptedException {
        ZmtpClient client = client("DEALER", Channel.SHELL);
        send(client, "first");
        assertThat(next().type()).isEqualTo("first");
        CountDownLatch marked = new CountDownLatch(1);
        sockets.afterInput(Channel.SHELL, marked::countDown);
        assertThat(marked.await(HANG_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private void publish(int count) {
        try {
            for (int i = 0; i < count; i++) {
                JsonObject content = new JsonObject();
                content.addProperty("i", i);
                sockets.publish(composer.publish(Origin.NONE, "stream", content));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Message next() throws InterruptedException {
        Message message = received.poll(HANG_SECONDS, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        return message;
    }

    private void send(ZmtpClient client, String type) throws IOException {
        client.send(codec.encode(composer.to(Origin.NONE, type, new JsonObject())));
    }

    private ZmtpClient client(String type, Channel channel) throws IOException {
        ZmtpClient client = ZmtpClient.connect(info.address(channel), type);
        clients.add(client);
        return client;
    }

    private static Map<Channel, Integer> freePorts() throws IOException {
        Map<Channel, Integer> ports = new EnumMap<>(Channel.class);
        List<ServerSocket> held = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            ServerSocket socket = new ServerSocket(0);
            held.add(socket);
            ports.put(channel, socket.getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return ports;
    }
}
