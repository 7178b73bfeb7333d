package greenloom.internal;

import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;

/** Recognises what blocking JDK calls throw when their thread is interrupted, and what we throw ourselves where there is no room for more. */
public final class Interruptions {
    private static final int DEEPEST_CAUSE = 16;

    private Interruptions() {}

    /** Whether {@code thrown}, or what caused it, is what the JDK throws for an interrupt. */
    public static boolean isInterruption(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (isDirect(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isDirect(Throwable thrown) {
        return switch (thrown) {
            case InterruptedException _,ClosedByInterruptException _,NoRoom _ -> true;
            case SocketTimeoutException _ -> false;
            case InterruptedIOException _ -> true;
            // java.net.Socket closes itself when its virtual thread is interrupted and has no type for it.
            case SocketException e -> "Closed by interrupt".equals(e.getMessage());
            default -> false;
        };
    }
}
