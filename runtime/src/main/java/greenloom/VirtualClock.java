package greenloom;

import greenloom.internal.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A clock for {@link EventLoop.Options#clock} that stands still while anything runs and jumps to the next due time when everything waits: sleeps
 * and timeouts take no time, and runs repeat exactly. {@code trio.testing.MockClock} with {@code autojump_threshold=0}.
 */
public final class VirtualClock {
    private final Source source = new Source();

    /** Makes a clock that starts at zero. */
    public VirtualClock() {}

    static TimeSource sourceOf(@Nullable VirtualClock clock) {
        return clock == null ? TimeSource.system() : clock.source;
    }

    private static final class Source implements TimeSource {
        /** Written by the carrier, read by any thread. */
        private volatile long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public long untilDue(long deadline) {
            now = Math.max(now, deadline);
            return 0;
        }

        @Override
        public boolean isVirtual() {
            return true;
        }
    }
}
