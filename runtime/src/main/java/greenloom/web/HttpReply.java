package greenloom.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered. {@code aiohttp.ClientResponse}.
 *
 * <p>From {@link ClientSession#get} and its like it comes with its whole body. From {@link ClientRequest#open} it comes when its header has come,
 * and its body is read as it is asked for; close it then, or read it to its end, to free its connection.
 */
public final class HttpReply implements AutoCloseable {
    private static final int PIECE = 8192;
    private static final int FIRST_ERROR = 400;

    private final URI url;
    private final int status;
    private final Headers headers;
    private final List<URI> history;
    private final ReplyBody source;
    private byte @Nullable [] body;
    private boolean streamed;

    HttpReply(URI url, int status, Headers headers, List<URI> history, ReplyBody source) {
        this.url = url;
        this.status = status;
        this.headers = headers;
        this.history = history;
        this.source = source;
    }

    /** The status. */
    public int status() {
        return status;
    }

    /** Whether the status is below 400. */
    public boolean isOk() {
        return status < FIRST_ERROR;
    }

    /**
     * Makes an error status an exception.
     *
     * @return this
     * @throws ClientException.ErrorStatus if the status is 400 or above
     */
    public HttpReply raiseForStatus() throws ClientException.ErrorStatus {
        if (!isOk()) {
            close();
            throw new ClientException.ErrorStatus(url, status);
        }
        return this;
    }

    /** The URL that answered: the last one, after redirects. */
    public URI url() {
        return url;
    }

    /** The URLs that led here by redirects, in order. */
    public List<URI> history() {
        return history;
    }

    /** The header. */
    public Headers headers() {
        return headers;
    }

    /** The first value of a header field; null if there is none. */
    public @Nullable String header(String name) {
        return headers.find(name);
    }

    /**
     * The whole body, decompressed.
     *
     * @throws IllegalStateException if it was read piece by piece before, or the reply was closed unread
     */
    public byte[] bytes() throws IOException {
        return whole().clone();
    }

    private byte[] whole() throws IOException {
        byte[] all = body;
        if (all == null) {
            if (streamed) {
                throw new IllegalStateException(
                        "The body of " + this + " was read piece by piece already: keep the pieces");
            }
            all = source.stream().readAllBytes();
            body = all;
            close();
        }
        return all;
    }

    ReplyBody source() {
        return source;
    }

    HttpReply buffer() throws IOException {
        whole();
        return this;
    }

    /** The whole body as a text, in the character set that its type names, or UTF-8. */
    public String text() throws IOException {
        return new String(whole(), Request.charset(header("Content-Type")));
    }

    /**
     * The whole body as JSON.
     *
     * @return the tree
     * @throws IOException if it is none
     */
    public JsonNode json() throws IOException {
        return Json.read(whole());
    }

    /**
     * The whole body as JSON, made into an object.
     *
     * @param type what to make of it
     * @return the object
     * @throws IOException if it is no JSON or not of that type
     */
    public <T> T json(Class<T> type) throws IOException {
        return Json.read(whole(), type);
    }

    /**
     * Reads the next piece of the body, decompressed, as it comes.
     *
     * @return the piece; null at the end
     * @throws IllegalStateException if the body was read as a whole before
     */
    public byte @Nullable [] read() throws IOException {
        InputStream in = inputStream();
        byte[] piece = new byte[PIECE];
        int count = in.read(piece);
        if (count < 0) {
            close();
            return null;
        }
        return Arrays.copyOf(piece, count);
    }

    /** The body, decompressed, as a stream of the JDK's; to be read once. */
    public InputStream inputStream() throws IOException {
        if (body != null) {
            throw new IllegalStateException("The body of " + this + " was read as a whole already: bytes() has it");
        }
        streamed = true;
        return source.stream();
    }

    /** Frees its connection; what was not read by then is lost. */
    @Override
    public void close() {
        source.close();
    }

    @Override
    public String toString() {
        return "<HttpReply " + status + " from " + url + ">";
    }
}
