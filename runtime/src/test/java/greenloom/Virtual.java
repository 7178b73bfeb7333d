package greenloom;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Runs a body on a loop whose clock jumps: times are exact and take none. */
final class Virtual {
    private Virtual() {}

    static void run(Action body) {
        EventLoop.run(options(), body);
    }

    static <T extends @Nullable Object> T call(Callable<T> body) {
        return EventLoop.run(options(), body);
    }

    static LoopOptions options() {
        return EventLoop.options().clock(new VirtualClock());
    }

    /** The loop's time, in whole tenths of a second, as "0.3". */
    static String now() {
        return String.valueOf(Math.round(EventLoop.current().time() * 10) / 10.0);
    }
}
