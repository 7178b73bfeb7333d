package greenloom.web;

import greenloom.Action;
import greenloom.Async;
import greenloom.EventLoop;
import java.util.concurrent.Callable;

/** Loops for tests: none runs for ever. */
final class Loops {
    private static final double LIMIT = 60;

    private Loops() {}

    static void run(String engine, Action body) {
        EventLoop.run(EventLoop.options().engine(engine), () -> Async.withTimeout(LIMIT, body));
    }

    static <T> T call(Callable<T> body) {
        return EventLoop.run(() -> Async.withTimeout(LIMIT, body));
    }
}
