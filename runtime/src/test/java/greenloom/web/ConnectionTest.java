package greenloom.web;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.GreenletExit;
import greenloom.Timeout;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    @FunctionalInterface
    private interface Client {
        void use(Connection connection) throws Exception;
    }

    /** A client of a server that does what {@code handler} does. */
    private static void with(String engine, StreamServer.Handler handler, Client client) {
        Loops.run(engine, () -> {
            try (StreamServer server = new StreamServer(handler).start("127.0.0.1", 0);
                    Connection connection = Connection.open("127.0.0.1", server.port())) {
                client.use(connection);
            }
        });
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @OnBothEngines
    void readsExactlyWhatIsAskedFor(String engine) {
        with(engine, c -> {
            c.write("abc");
            sleep(0.01);
            c.write("defgh");
        }, c -> {
            assertThat(text(c.readExactly(5))).isEqualTo("abcde");
            assertThat(c.readExactly(0)).isEmpty();
            assertThat(text(c.readExactly(3))).isEqualTo("fgh");
        });
    }

    @OnBothEngines
    void tellsWhatHadComeWhenTheStreamEndsTooEarly(String engine) {
        with(engine, c -> c.write("abc"), c -> assertThatThrownBy(() -> c.readExactly(5))
                .isInstanceOfSatisfying(IncompleteReadException.class,
                        e -> assertThat(text(e.partial())).isEqualTo("abc")));
    }

    @OnBothEngines
    void readsUntilASeparatorThatComesInPieces(String engine) {
        with(engine, c -> {
            for (String piece : new String[] {"one-", "-two", "--", "rest"}) {
                c.write(piece);
                sleep(0.005);
            }
        }, c -> {
            assertThat(text(c.readUntil("--"))).isEqualTo("one--");
            assertThat(text(c.readUntil("--"))).isEqualTo("two--");
            assertThatThrownBy(() -> c.readUntil("--")).isInstanceOf(IncompleteReadException.class);
        });
    }

    @OnBothEngines
    void readsLinesWithoutTheirEnds(String engine) {
        with(engine, c -> c.write("eins\r\nzwei\n\ndr\u00ebi"), c -> {
            assertThat(c.readLine()).isEqualTo("eins");
            assertThat(c.readLine()).isEqualTo("zwei");
            assertThat(c.readLine()).isEmpty();
            assertThat(c.readLine()).isEqualTo("dr\u00ebi");
            assertThat(c.readLine()).isNull();
        });
    }

    @OnBothEngines
    void aLineThatIsTooLongIsRefusedAndNothingIsLost(String engine) {
        with(engine, c -> c.write("x".repeat(200) + "\n"), c -> {
            c.limit(100);
            assertThatThrownBy(c::readLine).isInstanceOf(TooLongException.class).hasMessageContaining("100 bytes");
            c.limit(1000);
            assertThat(c.readLine()).hasSize(200);
        });
    }

    @OnBothEngines
    void anEmptyReadIsTheEndOfTheStream(String engine) {
        with(engine, c -> c.write("a"), c -> {
            assertThat(text(c.read(10))).isEqualTo("a");
            assertThat(c.read(10)).isEmpty();
            assertThat(c.readAll()).isEmpty();
        });
    }

    @OnBothEngines
    void oneSideMayGoOnAfterTheOtherHasFinishedWriting(String engine) {
        with(engine, c -> {
            byte[] all = c.readAll();
            c.write("got " + all.length);
        }, c -> {
            c.write("12345");
            c.finishWriting();
            assertThat(text(c.readAll())).isEqualTo("got 5");
        });
    }

    @OnBothEngines
    void aSlowReaderSlowsItsWriterDown(String engine) {
        AtomicLong written = new AtomicLong();
        int block = 1 << 16;
        int blocks = 512;
        with(engine, c -> {
            for (int i = 0; i < blocks; i++) {
                c.write(new byte[block]);
                written.addAndGet(block);
            }
        }, c -> {
            sleep(0.05);
            long before = written.get();
            assertThat(before).isLessThan((long) blocks * block);
            assertThat(c.readAll()).hasSize(blocks * block);
            assertThat(written.get()).isEqualTo((long) blocks * block);
        });
    }

    @OnBothEngines
    void aPeerThatSaysNothingIsToldApartByItsTimeout(String engine) {
        with(engine, c -> c.read(1), c -> {
            c.timeout(0.01);
            assertThatThrownBy(() -> c.read(1)).isInstanceOf(SocketTimeoutException.class).hasMessageContaining("0.01");
            assertThat(c.isOpen()).isTrue();
        });
    }

    @OnBothEngines
    void aPeerThatTakesNothingIsToldApartByItsTimeout(String engine) {
        with(engine, c -> sleep(0.5), c -> {
            c.timeout(0.02);
            assertThatThrownBy(() -> c.write(new byte[1 << 25])).isInstanceOf(SocketTimeoutException.class);
        });
    }

    @OnBothEngines
    void aTimeoutLeavesTheConnectionOpenAndWhole(String engine) {
        with(engine, c -> c.write(c.readLine() + "\n"), c -> {
            assertThatThrownBy(() -> withTimeout(0.01, c::readLine)).isInstanceOf(Timeout.class);
            c.write("still here\n");
            assertThat(c.readLine()).isEqualTo("still here");
        });
    }

    @OnBothEngines
    void aKilledReaderLeavesTheConnectionOpen(String engine) {
        with(engine, c -> c.write(c.readLine() + "\n"), c -> {
            Greenlet<?> reader = spawn(() -> c.readLine());
            sleep(0.005);
            reader.kill();
            assertThat(reader.value()).isInstanceOf(GreenletExit.class);
            c.write("on\n");
            assertThat(c.readLine()).isEqualTo("on");
        });
    }

    @OnBothEngines
    void aKillThatComesBetweenTwoWaitsLeavesTheConnectionOpen(String engine) {
        with(engine, c -> c.readAll(), c -> {
            Greenlet<?> self = greenloom.Async.current();
            assertThatThrownBy(() -> {
                spawn(() -> self.throwInto(new IllegalStateException("now")));
                while (true) {
                    c.write("x");
                }
            }).hasMessage("now");
            assertThat(c.isOpen()).isTrue();
        });
    }

    @OnBothEngines
    void closingWakesWhoReads(String engine) {
        with(engine, c -> c.readAll(), c -> {
            Greenlet<?> reader = spawn(() -> {
                assertThatThrownBy(() -> c.read(1)).isInstanceOf(ClosedChannelException.class);
            });
            sleep(0.005);
            c.close();
            reader.get();
            assertThat(c.isOpen()).isFalse();
            assertThatThrownBy(() -> c.write("x")).isInstanceOf(ClosedChannelException.class);
        });
    }

    @OnBothEngines
    void twoReadersAreRefused(String engine) {
        with(engine, c -> c.readAll(), c -> {
            Greenlet<?> reader = spawn(() -> c.read(1));
            sleep(0.005);
            assertThatIllegalStateException().isThrownBy(() -> c.read(1)).withMessageContaining("Two greenlets");
            reader.kill();
        });
    }

    @OnBothEngines
    void theJdksStreamsOverItParkTheGreenlet(String engine) {
        with(engine, c -> c.inputStream().transferTo(c.outputStream()), c -> {
            c.outputStream().write(new byte[] {1, 2, -1});
            c.finishWriting();
            assertThat(c.inputStream().readAllBytes()).containsExactly(1, 2, -1);
        });
    }

    @OnBothEngines
    void nobodyAtThePortIsAConnectException(String engine) throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Loops.run(engine, () -> assertThatThrownBy(() -> Connection.open("127.0.0.1", free))
                .isInstanceOf(ConnectException.class).hasMessageContaining(String.valueOf(free)));
    }

    @OnBothEngines
    void anUnknownHostIsToldAsSuchAndTheLoopGoesOn(String engine) {
        Loops.run(engine, () -> assertThatThrownBy(() -> Connection.open("no-such-host.invalid", 1))
                .isInstanceOf(UnknownHostException.class));
    }

    @OnBothEngines
    void aNameIsLookedUp(String engine) {
        Loops.run(engine, () -> {
            try (StreamServer server = new StreamServer(c -> c.write("hi")).start("127.0.0.1", 0);
                    Connection connection = Connection.open("localhost", server.port(), 5)) {
                assertThat(text(connection.readAll())).isEqualTo("hi");
            }
        });
    }

    @Test
    void outsideALoopThereAreNoConnections() {
        assertThatIllegalStateException().isThrownBy(() -> Connection.open("127.0.0.1", 1))
                .withMessageContaining("belong to an event loop");
    }
}
