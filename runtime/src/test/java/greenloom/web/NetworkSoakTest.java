package greenloom.web;

import static greenloom.Async.joinAll;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import greenloom.EventLoop;
import greenloom.Greenlet;
import greenloom.OwnJvm;
import greenloom.Subprocess;
import greenloom.Tasks;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;

/**
 * Clients come, ask, fail and vanish in every way for as long as {@code soak.seconds} says; then the JVM is as it was. Ten minutes with {@code -P
 * soak}.
 */
@Timeout(1800)
class NetworkSoakTest {
    private static final double SECONDS = Double.parseDouble(System.getProperty("soak.seconds", "3"));

    /** Run in a JVM of its own: servers, and clients in rounds. */
    static final class Program {
        private static final int AT_ONCE = 64;
        private static final int WARM_ROUNDS = 4;
        private static final long TOLERANCE = 2 << 20;
        private static final TestCertificate CERTIFICATE = TestCertificate.forHosts("localhost", "127.0.0.1");

        private final WebServer server;
        private final WebServer impatient;
        private final WebServer secure;
        private final StreamServer lines;
        private long asked;
        private long told;
        private long broken;

        Program() throws IOException {
            EventLoop.current().setExceptionHandler((_, _) -> told++);
            server = app().start("127.0.0.1", 0);
            impatient = app().start("127.0.0.1", 0, ServerOptions.defaults().head(0.1));
            secure = app().start("127.0.0.1", 0, ServerOptions.defaults().tls(CERTIFICATE.server()));
            lines = new StreamServer(c -> {
                for (String line = c.readLine(); line != null; line = c.readLine()) {
                    c.write(line + "\n");
                }
            }).start("127.0.0.1", 0);
        }

        public static void main(String[] args) {
            EventLoop.run(() -> {
                Program program = new Program();
                program.soak();
                program.server.close();
                program.impatient.close();
                program.secure.close();
                program.lines.close();
            });
        }

        private static WebApp app() {
            return new WebApp().get("/", request -> Response.text("hello"))
                    .post("/", request -> Response.bytes(request.body()))
                    .get("/slow", request -> {
                        sleep(0.2);
                        return Response.text("late");
                    })
                    .get("/fails", request -> {
                        throw new IllegalStateException("meant to fail");
                    })
                    .get("/stream", request -> Response.stream("text/plain", out -> {
                        while (true) {
                            out.write("more and more ".repeat(100));
                        }
                    }))
                    .webSocket("/ws", ws -> {
                        for (Message message : ws) {
                            ws.send(message.text());
                        }
                    });
        }

        private void soak() throws Exception {
            live(SECONDS / 4);
            State before = look();
            live(SECONDS - SECONDS / 4);
            State after = look();
            boolean same = after.tasks == before.tasks && after.connections == 0 && after.files <= before.files
                    && after.bytes - before.bytes < TOLERANCE;
            System.out.println(same && told > 0 && broken == 0 ? "as it was" : "it changed");
            System.out.println(
                    asked + " clients, " + told + " failures told, " + broken + " broken, " + before + ", then "
                            + after);
        }

        private void live(double seconds) throws IOException {
            long end = System.nanoTime() + (long) (seconds * 1e9);
            for (int rounds = 0; rounds < WARM_ROUNDS || System.nanoTime() - end < 0; rounds++) {
                try (ClientSession session = new ClientSession(ClientOptions.defaults().tls(CERTIFICATE.client()))) {
                    List<Greenlet<?>> all = new ArrayList<>();
                    for (int i = 0; i < AT_ONCE; i++) {
                        int way = i;
                        all.add(spawn(() -> ask(session, way)));
                    }
                    joinAll(all.toArray(Greenlet<?>[]::new));
                    broken += all.stream().filter(greenlet -> greenlet.exception() != null).count();
                }
                asked += AT_ONCE;
            }
        }

        private void ask(ClientSession session, int way) throws IOException {
            String url = server.url();
            switch (way % 12) {
                case 0 -> expect("hello", session.get(url + "/").text());
                case 1 -> expect("x".repeat(50_000), session.post(url + "/", "x".repeat(50_000)).text());
                case 2 -> expect("500", String.valueOf(session.get(url + "/fails").status()));
                case 3 -> tooSlow(session, url + "/slow");
                case 4 -> killed(session, url + "/slow");
                case 5 -> {
                    try (HttpReply reply = session.request("GET", url + "/stream").open()) {
                        reply.read();
                    }
                }
                case 6 -> vanish("GET / HT");
                case 7 -> vanish("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
                case 8 -> slowLoris();
                case 9 -> talk(session, url + "/ws", way % 5 == 0);
                case 10 -> {
                    try (Connection connection = Connection.open("127.0.0.1", lines.port())) {
                        connection.write("line\n");
                        expect("line", String.valueOf(connection.readLine()));
                    }
                }
                default -> expect("hello", session.get(secure.url() + "/").text());
            }
        }

        private static void expect(String wanted, String seen) {
            if (!wanted.equals(seen)) {
                throw new IllegalStateException("Not " + wanted + " but " + seen);
            }
        }

        private static void tooSlow(ClientSession session, String url) throws IOException {
            try {
                session.request("GET", url).timeout(0.01).send();
            } catch (ClientException.TimedOut _) {
                // As it should be.
            }
        }

        private static void killed(ClientSession session, String url) {
            Greenlet<?> asking = spawn(() -> session.get(url));
            sleep(0.005);
            asking.kill();
        }

        private void vanish(String begun) throws IOException {
            try (Connection connection = Connection.open("127.0.0.1", server.port())) {
                connection.write(begun);
            }
        }

        private void slowLoris() throws IOException {
            try (Connection connection = Connection.open("127.0.0.1", impatient.port())) {
                connection.write("GET / HTTP/1.1\r\nHo");
                expect("HTTP/1.1 408 Request Timeout", String.valueOf(connection.readLine()));
            }
        }

        private static void talk(ClientSession session, String url, boolean rudely) throws IOException {
            WebSocket socket = session.webSocket(url);
            socket.send("question");
            expect("question", String.valueOf(socket.receive()));
            if (rudely) {
                socket.connection().close();
            } else {
                socket.close();
            }
        }

        /** What there is when nothing goes on. */
        private record State(long bytes, int tasks, int connections, long files) {}

        private int connections() {
            return server.connections() + impatient.connections() + secure.connections() + lines.connections();
        }

        private State look() {
            for (int i = 0; i < 6000 && connections() > 0; i++) {
                sleep(0.01);
            }
            sleep(1.2); // Failures are left for those who may ask for a second.
            long bytes = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                System.gc();
                sleep(0.1);
                bytes = Math.min(bytes, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
            }
            long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                    ? system.getOpenFileDescriptorCount()
                    : 0;
            return new State(bytes, Tasks.list().size(), connections(), files);
        }
    }

    @OnBothEngines
    void afterwardsMemoryConnectionsGreenletsAndFilesAreWhatTheyWere(String engine) {
        List<String> command = OwnJvm.command(Stream.concat(OwnJvm.OPENED.stream(), Stream.of("-Xmx256m",
                "-XX:+UseSerialGC", "-Dsoak.seconds=" + SECONDS, "-Dgreenloom.engine=" + engine)).toList(),
                Program.class);
        String said = EventLoop.run(() -> Subprocess.of(command.toArray(String[]::new)).run().stdout());
        assertThat(said).startsWith("as it was\n");
    }
}
