package greenloom.web;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The body of the request that a connection is at: pulled by the handler, counted against the limit. */
final class RequestBody {
    private static final int TOO_LARGE = 413;
    private static final int TIMEOUT = 408;
    private static final int BAD = 400;

    private final RequestReader reader;
    private final long limit;
    private final long patience;

    /** Tells a client that waits for it to go on; null once it was told, or if it does not wait. */
    private @Nullable Invitation invitation;

    private long received;
    private boolean over;

    /** Lets a client that asked first send its body. */
    @FunctionalInterface
    interface Invitation {
        void send() throws IOException;
    }

    RequestBody(RequestReader reader, long limit, long patience, @Nullable Invitation invitation) {
        this.reader = reader;
        this.limit = limit;
        this.patience = patience;
        this.invitation = invitation;
    }

    /** The next piece, to be used before the next call; null at the end. */
    @Nullable ByteBuffer next() throws IOException {
        if (over) {
            throw new IllegalStateException(
                    "The request is over: its body can only be read before its response has been sent");
        }
        if (reader.announcedLength() > limit) {
            throw tooLarge();
        }
        invite();
        ByteBuffer piece = read();
        received += piece == null ? 0 : piece.remaining();
        if (received > limit) {
            throw tooLarge();
        }
        return piece;
    }

    private void invite() throws IOException {
        Invitation waiting = invitation;
        invitation = null;
        if (waiting != null && !reader.isBuffered()) {
            waiting.send();
        }
    }

    private @Nullable ByteBuffer read() throws IOException {
        try {
            return reader.readContent(patience);
        } catch (SocketTimeoutException e) {
            throw refusal(TIMEOUT, "The rest of the body did not come in time", e);
        } catch (IncompleteReadException e) {
            throw refusal(BAD, "The body is not complete or not sound", e);
        }
    }

    private Refusal tooLarge() {
        return new Refusal(TOO_LARGE, "The body is longer than the " + limit + " bytes that are allowed");
    }

    private static Refusal refusal(int status, String reason, Exception cause) {
        Refusal refusal = new Refusal(status, reason);
        refusal.initCause(cause);
        return refusal;
    }

    /** Ends it: what was not read by now, the handler never gets. */
    void close() {
        over = true;
    }

    /** Whether the client still waits to be asked for it. */
    boolean isAwaited() {
        return invitation != null;
    }
}
