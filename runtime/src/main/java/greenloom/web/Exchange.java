package greenloom.web;

import greenloom.Async;
import greenloom.Greenlet;
import greenloom.GreenletExit;
import greenloom.internal.Seconds;
import greenloom.internal.Waiter;
import greenloom.internal.net.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** One request and its answer. */
final class Exchange {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int EXPECTATION_FAILED = 417;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    /** An unread body is read to its end, for the sake of the next request, if it is not longer. */
    private static final long WORTH_READING = 1 << 16;

    private static final ByteBuffer CONTINUE = ByteBuffer
            .wrap("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();

    private final WebServer server;
    private final Transport transport;
    private final RequestReader reader;
    private final MessageWriter writer;
    private final RequestBody body;
    private final Request request;
    private final long start;
    private boolean persistent;
    private int status;

    Exchange(WebServer server, Transport transport, RequestReader reader, MessageWriter writer) {
        this.server = server;
        this.transport = transport;
        this.reader = reader;
        this.writer = writer;
        start = transport.nanos();
        ServerOptions options = server.options();
        body = new RequestBody(reader, options.maxBody(), Seconds.toNanos(options.body()), invitation());
        request = new Request(reader.method(), reader.target(), reader.headers(), body,
                new Request.Origin(transport.remoteAddress(), transport.isEncrypted()));
    }

    /** Refuses what the client expects and nobody here can do. */
    private void ensureExpectationIsMet() throws Refusal {
        if (reader.headers().has("Expect") && !reader.headers().hasToken("Expect", "100-continue")) {
            throw new Refusal(EXPECTATION_FAILED, ResponseException.reason(EXPECTATION_FAILED));
        }
    }

    private RequestBody.@Nullable Invitation invitation() {
        boolean expected = reader.version() == HttpVersion.HTTP_1_1
                && reader.headers().hasToken("Expect", "100-continue");
        return expected ? () -> transport.write(CONTINUE.duplicate(), Seconds.toNanos(server.options().write())) : null;
    }

    /** Runs the handler in a greenlet of its own and waits for it. If the wait is ended from outside, so is the handler. */
    void run() {
        Waiter done = Waiter.alone(request);
        Greenlet<?> greenlet = Async.spawn(request.method() + " " + request.path(), () -> {
            try {
                answer();
            } finally {
                body.close();
                done.wake();
            }
        }).detach();
        try {
            done.await();
        } catch (Throwable e) {
            greenlet.throwInto(e);
            greenlet.join();
            throw e;
        }
    }

    /** Nobody waits for this greenlet by its value: what it throws is told to the loop's exception handler at once. */
    private void answer() throws Exception {
        try {
            ensureExpectationIsMet();
            send(server.app().handle(request));
        } catch (ResponseException e) {
            send(e.response());
        } catch (Refusal e) {
            refuse(e.status(), String.valueOf(e.getMessage()));
        } catch (ClientGoneException e) {
            transport.close();
        } catch (GreenletExit e) {
            refuse(UNAVAILABLE, "The server is closing");
            throw e;
        } catch (Exception | Error e) {
            refuse(SERVER_ERROR, ResponseException.reason(SERVER_ERROR));
            throw e;
        } finally {
            log();
        }
    }

    private void send(Response given) throws Exception {
        Response response = Conditions.apply(request, given);
        status = response.status();
        persistent = reader.isPersistent() && !server.isClosing() && canReadOn();
        boolean isHead = request.method().equals("HEAD");
        boolean bodiless = isHead || status == NO_CONTENT || status == NOT_MODIFIED;
        writer.begin(ResponseHead.of(response, reader.version()), isHead, persistent);
        switch (response.body()) {
            case Body.Bytes(byte[] bytes) -> write(isHead || !bodiless ? ByteBuffer.wrap(bytes) : nothing(), true);
            case Body.Piece piece -> new FileSender(writer).send(piece, bodiless);
            case Body.Stream(Body.Writer writing) -> stream(writing, bodiless);
            case Body.Upgrade(Body.Protocol protocol) -> upgrade(protocol);
        }
        persistent &= writer.isPersistent() && writer.isEnd() && !(response.body() instanceof Body.Upgrade);
    }

    /** Whether what is unread of the request can be skipped to come to the next one. */
    private boolean canReadOn() {
        return reader.isMessageComplete() || (!body.isAwaited() && reader.announcedLength() <= WORTH_READING);
    }

    private static ByteBuffer nothing() {
        return MessageWriter.NOTHING.duplicate();
    }

    private void write(ByteBuffer bytes, boolean last) throws ClientGoneException {
        try {
            writer.write(bytes, last);
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    private void stream(Body.Writer writing, boolean bodiless) throws Exception {
        write(nothing(), false);
        if (!bodiless) {
            writing.writeTo(new BodyStream(writer));
        }
        write(nothing(), true);
    }

    private void upgrade(Body.Protocol protocol) throws IOException {
        write(nothing(), true);
        Connection connection = new Connection(transport);
        connection.inflow().append(reader.rest());
        protocol.speak(connection);
    }

    private void refuse(int refusedWith, String reason) throws ClientGoneException {
        persistent = false;
        if (writer.isCommitted()) {
            // Too late for an answer: the client sees that this one is not complete.
            return;
        }
        status = refusedWith;
        try {
            refuse(writer, refusedWith, reason);
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    /** Answers what is no request, or none to be served, as the last thing on this connection. */
    static void refuse(MessageWriter writer, int status, String reason) throws IOException {
        Response response = Response.text(reason).withStatus(status);
        writer.begin(ResponseHead.of(response, HttpVersion.HTTP_1_1), false, false);
        writer.write(ByteBuffer.wrap(reason.getBytes(StandardCharsets.UTF_8)), true);
    }

    /** Whether another request may follow on this connection. */
    boolean isPersistent() {
        return persistent;
    }

    private void log() {
        Consumer<? super AccessEntry> log = server.options().accessLog();
        if (log != null) {
            log.accept(new AccessEntry(transport.remoteAddress(), request.method(), request.target(), status,
                    writer.written(), Seconds.of(transport.nanos() - start)));
        }
    }
}
