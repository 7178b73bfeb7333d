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
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

class SocketsTest {
    private final Codec codec = new Codec(Signer.of("hmac-sha256", "k"));
    private final Composer composer = new Composer();
    private final LinkedBlockingQueue<Message> received = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> subscriptions = new LinkedBlockingQueue<>();
    private final ZMQ.Context clients = ZMQ.context(1);
    private final List<ZMQ.Socket> opened = new ArrayList<>();
    private ConnectionInfo info;
    private Sockets sockets;

    @BeforeEach
    void open() throws IOException {
        info = new ConnectionInfo("127.0.0.1", freePorts(), "hmac-sha256", "k");
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
    void close() throws InterruptedException {
        opened.forEach(ZMQ.Socket::close);
        clients.term();
        sockets.close();
    }

    @Test
    void theHeartbeatComesBack() {
        ZMQ.Socket client = client(SocketType.REQ, Channel.HEARTBEAT);
        for (int i = 0; i < 3; i++) {
            client.send("ping " + i);
            assertThat(client.recvStr()).isEqualTo("ping " + i);
        }
    }

    @Test
    void aReplyGoesToTheOneWhoAsked() throws InterruptedException {
        ZMQ.Socket one = client(SocketType.DEALER, Channel.SHELL);
        ZMQ.Socket other = client(SocketType.DEALER, Channel.SHELL);
        send(one, "kernel_info_request");
        Message request = next();
        sockets.send(Channel.SHELL, composer.to(Origin.of(request), "kernel_info_reply", new JsonObject()));
        assertThat(frames(one)).hasSize(6);
        other.setReceiveTimeOut(50);
        assertThat(other.recv()).isNull();
    }

    @Test
    void whatIsRefusedDoesNotStopWhatFollows() throws InterruptedException {
        ZMQ.Socket client = client(SocketType.DEALER, Channel.CONTROL);
        client.send("nonsense");
        client.send(new byte[0]);
        send(client, "interrupt_request");
        assertThat(next().type()).isEqualTo("interrupt_request");
    }

    @Test
    void outputReachesASubscriberInOrder() throws InterruptedException {
        ZMQ.Socket client = client(SocketType.SUB, Channel.IOPUB);
        client.subscribe("");
        assertThat(subscriptions.poll(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(frames(client).getFirst()).asString().isEqualTo("iopub_welcome");
        Thread writer = Thread.ofVirtual().start(() -> publish(2000));
        for (int i = 0; i < 2000; i++) {
            assertThat(new String(frames(client).get(6), UTF_8)).isEqualTo("{\"i\":" + i + "}");
        }
        writer.join();
    }

    @Test
    void theInputBeforeAMarkIsReceivedBeforeIt() throws InterruptedException {
        ZMQ.Socket client = client(SocketType.DEALER, Channel.SHELL);
        send(client, "first");
        assertThat(next().type()).isEqualTo("first");
        CountDownLatch marked = new CountDownLatch(1);
        sockets.afterInput(Channel.SHELL, marked::countDown);
        assertThat(marked.await(10, TimeUnit.SECONDS)).isTrue();
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
        Message message = received.poll(10, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        return message;
    }

    private void send(ZMQ.Socket client, String type) {
        Message message = composer.to(Origin.NONE, type, new JsonObject());
        List<byte[]> frames = codec.encode(message);
        for (int i = 0; i < frames.size(); i++) {
            client.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    private static List<byte[]> frames(ZMQ.Socket client) {
        List<byte[]> frames = new ArrayList<>(List.of(client.recv()));
        while (client.hasReceiveMore()) {
            frames.add(client.recv());
        }
        return frames;
    }

    private ZMQ.Socket client(SocketType type, Channel channel) {
        ZMQ.Socket socket = clients.socket(type);
        socket.setLinger(0);
        socket.setReceiveTimeOut(10_000);
        socket.connect(info.address(channel));
        opened.add(socket);
        return socket;
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
