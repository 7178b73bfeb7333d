package greenloom.web;

import greenloom.internal.Seconds;
import greenloom.internal.Sneaky;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.jspecify.annotations.Nullable;

/** One request of a client and its answer, redirects apart. */
final class ClientExchange {
    private static final int FIRST_FINAL = 200;
    private static final int SWITCHING = 101;
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

    private final ClientSession session;
    private final ClientRequest request;
    private final List<URI> history;
    private final long patience;

    ClientExchange(ClientSession session, ClientRequest request, List<URI> history) {
        this.session = session;
        this.request = request;
        this.history = history;
        patience = Seconds.toNanos(request.options().read());
    }

    HttpReply run() throws IOException {
        ClientConnection connection = session.connect(request.url(), request.options());
        while (true) {
            HttpReply reply = tryOn(connection);
            if (reply != null) {
                return reply;
            }
            boolean again = connection.isUsed() && REPEATABLE.contains(request.method())
                    && request.body() instanceof Body.Bytes;
            if (!again) {
                throw new ClientException.Disconnected(request.url(), null);
            }
            // The server hung up on an idle connection just when it was taken: nothing was lost.
            connection = session.connect(request.url(), request.options());
        }
    }

    /** Makes the request; null if the server hung up before it said anything. */
    private @Nullable HttpReply tryOn(ClientConnection connection) throws IOException {
        boolean answered = false;
        try {
            HttpReply reply = exchange(connection);
            answered = reply != null;
            return reply;
        } finally {
            if (!answered) {
                connection.discard();
            }
        }
    }

    private @Nullable HttpReply exchange(ClientConnection connection) throws IOException {
        connection.reader().begin(request.method().equals("HEAD"));
        IOException unsent = null;
        try {
            write(connection.writer());
        } catch (SocketTimeoutException e) {
            throw new ClientException.ReadTimedOut(request.url(), request.options().read(), e);
        } catch (IOException e) {
            // The server may have answered before it hung up on the rest of the body.
            unsent = e;
        }
        try {
            return readReply(connection);
        } catch (SocketTimeoutException e) {
            throw new ClientException.ReadTimedOut(request.url(), request.options().read(), e);
        } catch (MessageReader.HeadException e) {
            throw new ClientException.BadReply(request.url(), "is no HTTP", e);
        } catch (ClientException e) {
            throw e;
        } catch (IOException e) {
            if (unsent != null) {
                e.addSuppressed(unsent);
            }
            return null;
        }
    }

    private void write(MessageWriter writer) throws IOException {
        writer.begin(head(), false, true);
        switch (request.body()) {
            case Body.Bytes(byte[] bytes) -> writer.write(ByteBuffer.wrap(bytes), true);
            case Body.Stream(Body.Writer writing) -> stream(writer, writing);
            case Body.Piece _,Body.Upgrade _ -> throw new IllegalStateException("No request has such a body");
        }
    }

    private static void stream(MessageWriter writer, Body.Writer writing) throws IOException {
        try {
            writing.writeTo(new BodyStream(writer));
        } catch (Exception e) {
            throw Sneaky.rethrow(e);
        }
        writer.write(MessageWriter.NOTHING.duplicate(), true);
    }

    private MetaData.Request head() throws IOException {
        URI url = request.url();
        HttpFields.Mutable fields = HttpFields.build();
        Headers own = request.headers();
        if (!own.has("Host")) {
            fields.add("Host", Origin.of(url).authority());
        }
        for (Map.Entry<String, String> field : own.fields()) {
            if (!field.getKey().equalsIgnoreCase("Content-Length")
                    && !field.getKey().equalsIgnoreCase("Transfer-Encoding")) {
                fields.add(field.getKey(), field.getValue());
            }
        }
        addDefault(fields, "Accept", "*/*");
        addDefault(fields, "Accept-Encoding", "gzip, deflate");
        addDefault(fields, "User-Agent", "greenloom");
        addCookies(url, fields);
        return new MetaData.Request(request.method(), target(fields), HttpVersion.HTTP_1_1, fields, -1);
    }

    private HttpURI target(HttpFields.Mutable fields) {
        URI url = request.url();
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        Origin origin = Origin.of(url);
        URI through = request.options().proxy();
        if (through == null || origin.secure()) {
            return HttpURI.from(target);
        }
        String secret = Proxy.at(through).authorization();
        if (secret != null) {
            fields.put("Proxy-Authorization", secret);
        }
        return HttpURI.from("http://" + origin.authority() + target);
    }

    private static void addDefault(HttpFields.Mutable fields, String name, String value) {
        if (!fields.contains(name)) {
            fields.add(name, value);
        }
    }

    private void addCookies(URI url, HttpFields.Mutable fields) throws IOException {
        for (List<String> values : session.cookieManager().get(url, Map.of()).values()) {
            if (!values.isEmpty()) {
                fields.add("Cookie", String.join("; ", values));
            }
        }
    }

    private @Nullable HttpReply readReply(ClientConnection connection) throws IOException {
        ReplyReader reader = connection.reader();
        if (!reader.readHead(patience)) {
            return null;
        }
        while (reader.status() < FIRST_FINAL && reader.status() != SWITCHING) {
            // News on the way, such as 100 or 103: the answer is still to come.
            reader.readContent(patience);
            reader.begin(request.method().equals("HEAD"));
            if (!reader.readHead(patience)) {
                return null;
            }
        }
        Headers headers = reader.headers();
        session.cookieManager().put(request.url(), Map.of("Set-Cookie", headers.all("Set-Cookie")));
        ReplyBody body = new ReplyBody(connection, request.url(), request.options(), patience);
        return new HttpReply(request.url(), reader.status(), headers, history, body);
    }
}
