import static greenloom.Async.spawn;

import greenloom.BoundedSemaphore;
import greenloom.EventLoop;
import greenloom.Greenlet;
import greenloom.web.ClientSession;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** A thousand requests, a hundred at once, again and again: {@code FanOut greenloom|httpclient URL ROUNDS}; a line of milliseconds and CPU each. */
final class FanOut {
    private static final int REQUESTS = 1000;
    private static final int AT_ONCE = 100;
    private static final double NANOS_PER_MILLI = 1e6;

    private FanOut() {}

    @FunctionalInterface
    private interface Asking {
        int ask() throws Exception;
    }

    public static void main(String[] args) {
        int rounds = Integer.parseInt(args[2]);
        EventLoop.run(() -> {
            if (args[0].equals("greenloom")) {
                try (ClientSession session = new ClientSession()) {
                    measure(rounds, () -> session.get(args[1]).bytes().length);
                }
            } else {
                try (HttpClient client = HttpClient.newHttpClient()) {
                    HttpRequest request = HttpRequest.newBuilder(URI.create(args[1])).build();
                    measure(rounds, () -> client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body().length);
                }
            }
        });
    }

    private static void measure(int rounds, Asking asking) {
        for (int round = 0; round < rounds; round++) {
            long wall = System.nanoTime();
            long cpu = cpu();
            fanOut(asking);
            System.out.printf("%.1f %.1f%n", (System.nanoTime() - wall) / NANOS_PER_MILLI, (cpu() - cpu) / NANOS_PER_MILLI);
        }
    }

    private static void fanOut(Asking asking) {
        BoundedSemaphore semaphore = new BoundedSemaphore(AT_ONCE);
        List<Greenlet<Integer>> all = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            all.add(spawn(() -> {
                try (var held = semaphore.hold()) {
                    return asking.ask();
                }
            }));
        }
        all.forEach(Greenlet::get);
    }

    private static long cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }
}
