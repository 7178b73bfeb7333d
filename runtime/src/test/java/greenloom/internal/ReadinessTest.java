package greenloom.internal;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Action;
import greenloom.Async;
import greenloom.EventLoop;
import greenloom.Greenlet;
import greenloom.Timeout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadinessTest {
    private static void run(String engine, Action body) {
        EventLoop.run(EventLoop.options().engine(engine), body);
    }

    private static Readiness watch(SelectableChannel channel) throws IOException {
        channel.configureBlocking(false);
        Strand strand = Strand.self();
        assertThat(strand).isNotNull();
        return strand.scheduler().watch(channel);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "portable"})
    void aGreenletWaitsUntilItsChannelCanBeRead(String engine) {
        run(engine, () -> {
            Pipe pipe = Pipe.open();
            Readiness readiness = watch(pipe.source());
            for (int round = 0; round < 3; round++) {
                Greenlet<Boolean> reader = spawn(() -> readiness.awaitReadable(Long.MAX_VALUE));
                sleep(0.005);
                assertThat(reader.ready()).isFalse();
                pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));
                assertThat(reader.get()).isTrue();
                assertThat(pipe.source().read(ByteBuffer.allocate(8))).isEqualTo(1);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "portable"})
    void aWaitThatIsTooLongIsOverAndTheNextOneWorks(String engine) {
        run(engine, () -> {
            Pipe pipe = Pipe.open();
            Readiness readiness = watch(pipe.source());
            assertThat(readiness.awaitReadable(1_000_000)).isFalse();
            pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));
            assertThat(readiness.awaitReadable(Long.MAX_VALUE)).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "portable"})
    void aTimeoutReachesThroughAndLeavesTheChannelOpen(String engine) {
        run(engine, () -> {
            Pipe pipe = Pipe.open();
            Readiness readiness = watch(pipe.source());
            assertThatThrownBy(() -> Async.withTimeout(0.005, () -> readiness.awaitReadable(Long.MAX_VALUE)))
                    .isInstanceOf(Timeout.class);
            assertThat(pipe.source().isOpen()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "portable"})
    void twoReadersOfOneChannelAreRefused(String engine) {
        run(engine, () -> {
            Readiness readiness = watch(Pipe.open().source());
            Greenlet<?> first = spawn("first", () -> readiness.awaitReadable(Long.MAX_VALUE));
            yieldNow();
            assertThatIllegalStateException()
                    .isThrownBy(() -> readiness.awaitReadable(Long.MAX_VALUE))
                    .withMessageContaining("Two greenlets")
                    .withMessageContaining("first");
            first.kill();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "portable"})
    void aBusyLoopStillLooksAtItsChannels(String engine) {
        run(engine, () -> {
            Pipe pipe = Pipe.open();
            Readiness readiness = watch(pipe.source());
            Greenlet<?> busy = spawn(() -> {
                while (true) {
                    yieldNow();
                }
            });
            pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));
            assertThat(readiness.awaitReadable(Long.MAX_VALUE)).isTrue();
            busy.kill();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "portable"})
    void manyConnectionsAreServedByOneCarrier(String engine) {
        run(engine, () -> {
            try (ServerSocketChannel server = ServerSocketChannel.open()) {
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Greenlet<?> accepting = spawn(() -> acceptAndEcho(server));
                List<Greenlet<Integer>> clients = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    int number = i;
                    clients.add(spawn(() -> askEcho(server, number)));
                }
                for (int i = 0; i < 50; i++) {
                    assertThat(clients.get(i).get()).isEqualTo(i);
                }
                accepting.kill();
            }
        });
    }

    private static void acceptAndEcho(ServerSocketChannel server) throws IOException {
        Readiness readiness = watch(server);
        while (true) {
            for (SocketChannel accepted = server.accept(); accepted != null; accepted = server.accept()) {
                SocketChannel connection = accepted;
                spawn(() -> {
                    try (connection) {
                        echo(connection);
                    }
                });
            }
            readiness.awaitReadable(Long.MAX_VALUE);
        }
    }

    private static void echo(SocketChannel connection) throws IOException {
        Readiness readiness = watch(connection);
        ByteBuffer buffer = ByteBuffer.allocate(16);
        while (connection.read(buffer) == 0) {
            readiness.awaitReadable(Long.MAX_VALUE);
        }
        connection.write(buffer.flip());
    }

    private static int askEcho(ServerSocketChannel server, int number) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            Readiness readiness = watch(channel);
            if (!channel.connect(server.getLocalAddress())) {
                readiness.awaitConnected(Long.MAX_VALUE);
                channel.finishConnect();
            }
            readiness.awaitWritable(Long.MAX_VALUE);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) number}));
            readiness.awaitReadable(Long.MAX_VALUE);
            ByteBuffer reply = ByteBuffer.allocate(1);
            channel.read(reply);
            return reply.get(0);
        }
    }

    @Test
    void anUnknownEngineIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("warp", () -> {}))
                .withMessageContaining("choose \"fast\" or \"portable\"");
    }
}
