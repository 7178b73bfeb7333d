import greenloom.EventLoop;
import greenloom.web.Response;
import greenloom.web.StreamServer;
import greenloom.web.WebApp;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** The servers that compare.py measures: {@code HelloServer hello|echo PORT ENGINE}. */
final class HelloServer {
    private HelloServer() {}

    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[1]);
        EventLoop loop = EventLoop.open(EventLoop.options().engine(args[2]));
        loop.spawn("start", () -> {
            if (args[0].equals("hello")) {
                hello(port);
            } else {
                echo(port);
            }
        }).get();
        new CountDownLatch(1).await();
    }

    private static void hello(int port) throws IOException {
        new WebApp().get("/", request -> Response.text("hello, world!")).start("127.0.0.1", port);
    }

    private static void echo(int port) throws IOException {
        new StreamServer(connection -> {
            for (byte[] data = connection.read(1 << 16); data.length > 0; data = connection.read(1 << 16)) {
                connection.write(data);
            }
        }).start("127.0.0.1", port);
    }
}
