package greenloom.internal.process;

import greenloom.RemoteTrace;
import java.util.Arrays;

/** What a task threw, on its way. */
public final class Failure {
    private static final int DEEPEST_FRAME = 1024;

    private Failure() {}

    /** The exception, with a word on where it was thrown; one that cannot be sent is told by its text and stack. */
    public static Throwable sendable(Throwable thrown, ClassLoader loader) {
        cut(thrown);
        Throwable sendable = thrown;
        try {
            ParcelWriter.pack(thrown, loader);
        } catch (UnsendableException e) {
            sendable = new RemoteException(thrown, e.getMessage());
        }
        sendable.addSuppressed(new RemoteTrace(ProcessHandle.current().pid()));
        return sendable;
    }

    /** Leaves the frames of this machinery out, which say nothing to anybody. */
    private static void cut(Throwable thrown) {
        StackTraceElement[] all = thrown.getStackTrace();
        int end = all.length;
        for (int i = all.length - 1; i >= 0 && isOwn(all[i]); i--) {
            end = i;
        }
        thrown.setStackTrace(Arrays.copyOf(all, Math.min(end, DEEPEST_FRAME)));
    }

    private static boolean isOwn(StackTraceElement frame) {
        return frame.getClassName().startsWith(Failure.class.getPackageName());
    }
}
