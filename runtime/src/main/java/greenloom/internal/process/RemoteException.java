package greenloom.internal.process;

import org.jspecify.annotations.Nullable;

/** In the place of an exception that could not be sent: its type, text and stack. */
public final class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RemoteException(Throwable original, @Nullable String obstacle) {
        super(original + " (sent as its text, for " + obstacle + ")");
        setStackTrace(original.getStackTrace());
    }
}
