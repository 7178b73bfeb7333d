package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.h2.tools.Server;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each blocking call of the JDK's, made by one greenlet, is ended by another one of the same loop: it parked that greenlet alone. */
@SuppressWarnings({"WaitNotInLoop", "LockNotBeforeTry"}) // The calls stand bare because they are what is tested.
public class BlockingCallsTest {
    /** What blocks until {@code release} has run. */
    private record Blocking(Action block, Action release) {}

    @TestFactory
    Stream<DynamicTest> parksItsGreenletAlone() throws Exception {
        return cases().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> parksAlone(entry.getValue())));
    }

    private static void parksAlone(Blocking blocking) {
        EventLoop.run(() -> {
            Greenlet<?> blocked = spawn("blocked", blocking.block());
            sleep(0.01);
            assertThat(blocked.ready()).isFalse();
            blocking.release().run();
            blocked.get();
        });
    }

    private static Map<String, Blocking> cases() throws Exception {
        Map<String, Blocking> cases = new LinkedHashMap<>();
        locks(cases);
        queues(cases);
        sockets(cases);
        cases.put("Thread.sleep", new Blocking(() -> Thread.sleep(50), () -> {}));
        return cases;
    }

    private static void locks(Map<String, Blocking> cases) {
        ReentrantLock lock = new ReentrantLock();
        Object monitor = new Object();
        CountDownLatch latch = new CountDownLatch(1);
        Semaphore semaphore = new Semaphore(0);
        cases.put("Lock.lock", holding(lock));
        cases.put("CountDownLatch.await", new Blocking(latch::await, latch::countDown));
        cases.put("Semaphore.acquire", new Blocking(semaphore::acquire, semaphore::release));
        cases.put(
                "Object.wait",
                new Blocking(
                        () -> {
                            synchronized (monitor) {
                                monitor.wait();
                            }
                        },
                        () -> {
                            synchronized (monitor) {
                                monitor.notifyAll();
                            }
                        }));
        cases.put("synchronized", entering(new Object()));
    }

    private static Blocking holding(ReentrantLock lock) {
        Event held = new Event();
        Event release = new Event();
        return new Blocking(
                () -> {
                    spawn(() -> {
                        lock.lock();
                        held.set();
                        release.await();
                        lock.unlock();
                    });
                    held.await();
                    lock.lock();
                    lock.unlock();
                },
                release::set);
    }

    private static Blocking entering(Object monitor) {
        Event held = new Event();
        Event release = new Event();
        return new Blocking(
                () -> {
                    spawn(() -> {
                        synchronized (monitor) {
                            held.set();
                            release.await();
                        }
                    });
                    held.await();
                    synchronized (monitor) {
                        assertThat(Thread.holdsLock(monitor)).isTrue();
                    }
                },
                release::set);
    }

    private static void queues(Map<String, Blocking> cases) {
        LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
        SynchronousQueue<Integer> rendezvous = new SynchronousQueue<>();
        Exchanger<Integer> exchanger = new Exchanger<>();
        cases.put("BlockingQueue.take", new Blocking(queue::take, () -> queue.put(1)));
        cases.put("BlockingQueue.poll with a limit",
                new Blocking(() -> queue.poll(1, TimeUnit.HOURS), () -> queue.put(1)));
        cases.put("SynchronousQueue.take", new Blocking(rendezvous::take, () -> rendezvous.put(1)));
        cases.put("Exchanger.exchange", new Blocking(() -> exchanger.exchange(1), () -> exchanger.exchange(2)));
    }

    private static void sockets(Map<String, Blocking> cases) throws Exception {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        cases.put(
                "ServerSocket.accept and Socket.read",
                new Blocking(
                        () -> {
                            try (Socket accepted = server.accept()) {
                                assertThat(accepted.getInputStream().read()).isEqualTo('x');
                            }
                        },
                        () -> {
                            try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                                sleep(0.01);
                                socket.getOutputStream().write('x');
                            }
                        }));
        ServerSocketChannel channel = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        cases.put(
                "ServerSocketChannel.accept and SocketChannel.read",
                new Blocking(
                        () -> {
                            try (SocketChannel accepted = channel.accept()) {
                                assertThat(accepted.read(ByteBuffer.allocate(8))).isEqualTo(1);
                            }
                        },
                        () -> {
                            try (SocketChannel client = SocketChannel.open(channel.getLocalAddress())) {
                                sleep(0.01);
                                client.write(ByteBuffer.wrap(new byte[] {1}));
                            }
                        }));
        cases.put("HttpClient.send", answered(BlockingCallsTest::send));
        cases.put("URL.openStream", answered(uri -> {
            try (InputStream body = uri.toURL().openStream()) {
                return new String(body.readAllBytes(), StandardCharsets.US_ASCII);
            }
        }));
        cases.put("a query by JDBC", query());
    }

    private static String send(URI uri) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @FunctionalInterface
    private interface Asking {
        String ask(URI uri) throws Exception;
    }

    private static Blocking answered(Asking asking) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
        return new Blocking(
                () -> assertThat(asking.ask(uri)).isEqualTo("hi"),
                () -> {
                    try (Socket accepted = server.accept()) {
                        accepted.getInputStream().read(new byte[4096]);
                        String reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";
                        accepted.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
                    }
                });
    }

    /** The database's own threads wait here. */
    private static final CountDownLatch QUERIED = new CountDownLatch(1);

    /** A function that the query calls. */
    public static int awaitRelease() throws InterruptedException {
        QUERIED.await();
        return 42;
    }

    private static Blocking query() throws SQLException {
        Server database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-tcpDaemon").start();
        return new Blocking(
                () -> {
                    String url = "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/mem:test";
                    try (Connection connection = DriverManager.getConnection(url);
                            Statement statement = connection.createStatement()) {
                        statement.execute("CREATE ALIAS HELD FOR \"" + BlockingCallsTest.class.getName()
                                + ".awaitRelease\"");
                        try (ResultSet result = statement.executeQuery("SELECT HELD()")) {
                            assertThat(result.next()).isTrue();
                            assertThat(result.getInt(1)).isEqualTo(42);
                        }
                    } finally {
                        database.stop();
                    }
                },
                QUERIED::countDown);
    }
}
