package greenloom.web;

import greenloom.internal.net.Transport;
import java.util.Objects;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Reads requests, in Jetty's strict mode: what could be understood in two ways is refused. */
final class RequestReader extends MessageReader implements HttpParser.RequestHandler {
    private static final int MOST_FIELDS = 200;

    private final HttpParser parser;
    private @Nullable String method;
    private @Nullable String target;
    private HttpVersion version = HttpVersion.HTTP_1_1;

    RequestReader(Transport transport, BufferStack buffers, int maxHeader) {
        super(transport, buffers);
        parser = new HttpParser(this, maxHeader, HttpCompliance.STRICT);
        // A cache of its own would cost each connection 50 kB from its second message on.
        parser.setHeaderCacheSize(0);
    }

    @Override
    HttpParser parser() {
        return parser;
    }

    @Override
    public void startRequest(String newMethod, String uri, HttpVersion newVersion) {
        if (newVersion != HttpVersion.HTTP_1_1 && newVersion != HttpVersion.HTTP_1_0) {
            throw new HttpException.RuntimeException(HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505,
                    "Only HTTP/1 is spoken here");
        }
        method = newMethod;
        target = uri;
        version = newVersion;
    }

    @Override
    public void parsedHeader(HttpField field) {
        if (headers().size() >= MOST_FIELDS) {
            throw new HttpException.RuntimeException(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, "Too many fields");
        }
        super.parsedHeader(field);
    }

    String method() {
        return Objects.requireNonNull(method, "no request was read");
    }

    String target() {
        return Objects.requireNonNull(target, "no request was read");
    }

    HttpVersion version() {
        return version;
    }

    /** The length that the client announced; -1 if it did not. */
    long announcedLength() {
        return parser.getContentLength();
    }

    /** Whether the client wants to go on after this request. */
    boolean isPersistent() {
        return version == HttpVersion.HTTP_1_1 ? !headers().hasToken("Connection", "close")
                : headers().hasToken("Connection", "keep-alive");
    }
}
