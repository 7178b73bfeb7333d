package greenloom.web;

import static greenloom.Async.joinAll;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.toThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import greenloom.BoundedSemaphore;
import greenloom.ChildProcess;
import greenloom.EventLoop;
import greenloom.Greenlet;
import greenloom.OwnJvm;
import greenloom.Subprocess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Servers in a JVM of their own, with more connections than they would like. */
class ManyConnectionsTest {
    private static final int MANY = 10_000;
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    /** A server that runs until its input ends. */
    static final class Program {
        public static void main(String[] args) {
            EventLoop.run(() -> {
                WebApp app = new WebApp().get("/", request -> Response.text("hi"));
                WebServer server = app.start("127.0.0.1", 0, ServerOptions.defaults().maxConnections(2 * MANY));
                // All that an answer and an error need is loaded while files can still be opened.
                for (int i = 0; i < 3; i++) {
                    try (Connection first = Connection.open("127.0.0.1", server.port())) {
                        sleep(0.02);
                        ask(first);
                        sleep(0.02);
                        ask(first);
                        first.write("GET / HTTP");
                        sleep(0.02);
                    }
                }
                System.getLogger(Program.class.getName()).log(System.Logger.Level.WARNING, "ready");
                System.out.println(server.port());
                toThread(() -> System.in.read()).get();
            });
        }
    }

    private static void ask(Connection connection) throws IOException {
        connection.write(REQUEST);
        String head = new String(connection.readUntil("\r\n\r\n"), StandardCharsets.US_ASCII);
        assertThat(head).startsWith("HTTP/1.1 200 OK");
        assertThat(connection.readExactly(2)).asString().isEqualTo("hi");
    }

    private static List<String> java(String... options) {
        return OwnJvm.command(Stream.concat(OwnJvm.OPENED.stream(), Stream.of(options)).toList(), Program.class);
    }

    private static Connection open(int port) throws IOException {
        return Connection.open("127.0.0.1", port).timeout(50);
    }

    @Test
    void tenThousandAreServedAtOnceWithinAGibibyte() {
        boolean enough = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() > MANY + 500;
        assumeTrue(enough, "a process may not open that many files here");
        Loops.call(() -> {
            List<String> command = java("-Xmx768m", "-XX:+UseSerialGC");
            try (ChildProcess server = Subprocess.of(command.toArray(String[]::new)).start()) {
                int port = Integer.parseInt(server.lines().iterator().next());
                List<Connection> all = new ArrayList<>();
                for (int i = 0; i < MANY; i++) {
                    all.add(open(port));
                }
                for (int round = 0; round < 2; round++) {
                    BoundedSemaphore atOnce = new BoundedSemaphore(200);
                    List<Greenlet<?>> asking = new ArrayList<>();
                    for (Connection connection : all) {
                        atOnce.acquire();
                        asking.add(spawn(() -> {
                            ask(connection);
                            atOnce.release();
                        }));
                    }
                    joinAll(asking.toArray(Greenlet<?>[]::new));
                }
                Path status = Path.of("/proc/" + server.pid() + "/status");
                if (Files.exists(status)) {
                    long resident = Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
                    assertThat(resident).as("kB").isPositive().isLessThan(1 << 20);
                }
                all.forEach(Connection::close);
            }
            return null;
        });
    }

    @Test
    void aServerWithoutFreeFileDescriptorsRecovers() {
        Loops.call(() -> {
            String[] limited = Stream.concat(Stream.of("sh", "-c", "ulimit -n 120; exec \"$@\"", "sh"),
                    java("-Xmx64m", "-XX:+UseSerialGC").stream()).toArray(String[]::new);
            try (ChildProcess server = Subprocess.of(limited).start()) {
                ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
                Greenlet<?> reading = spawn(() -> new String(server.stderr().readAllBytes(),
                        StandardCharsets.UTF_8).lines().forEach(log::add));
                Iterator<String> out = server.lines().iterator();
                int port = Integer.parseInt(out.next());
                List<Connection> all = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    all.add(open(port));
                }
                ask(all.getFirst());
                Connection last = all.getLast();
                last.write(REQUEST);
                // Those that were accepted go, and those that had to wait are served.
                all.subList(0, 150).forEach(Connection::close);
                assertThat(last.readUntil("\r\n")).asString().startsWith("HTTP/1.1 200 OK");
                try (Connection later = open(port)) {
                    ask(later);
                }
                all.forEach(Connection::close);
                server.closeInput();
                assertThat(server.waitFor()).isZero();
                reading.get();
                assertThat(log).anyMatch(line -> line.contains("No connection can be accepted"));
            }
            return null;
        });
    }
}
