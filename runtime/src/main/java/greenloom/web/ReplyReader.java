package greenloom.web;

import greenloom.internal.net.Transport;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Reads what servers answer. */
final class ReplyReader extends MessageReader implements HttpParser.ResponseHandler {
    private static final int MOST_HEADER = 1 << 16;

    private final HttpParser parser;
    private int status;
    private HttpVersion version = HttpVersion.HTTP_1_1;

    ReplyReader(Transport transport, BufferStack buffers) {
        super(transport, buffers);
        parser = new HttpParser(this, MOST_HEADER, HttpCompliance.RFC9110);
        // A cache of its own would cost each connection 50 kB from its second message on.
        parser.setHeaderCacheSize(0);
    }

    @Override
    HttpParser parser() {
        return parser;
    }

    /** Makes ready for the answer to a request. */
    void begin(boolean toHead) {
        begin();
        parser.setHeadResponse(toHead);
    }

    @Override
    public void startResponse(HttpVersion newVersion, int newStatus, @Nullable String reason) {
        version = newVersion;
        status = newStatus;
    }

    int status() {
        return status;
    }

    /** Whether the server lets another request follow. */
    boolean isPersistent() {
        boolean kept = version == HttpVersion.HTTP_1_1 ? !headers().hasToken("Connection", "close")
                : headers().hasToken("Connection", "keep-alive");
        return kept && isReusable();
    }
}
