package greenloom.web;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Sends server-sent events to one client, as fast as it takes them. {@code aiohttp_sse}.
 *
 * <pre>{@code
 * app.get("/clock", req -> Response.events(events -> {
 *     while (true) { events.send(LocalTime.now().toString()); sleep(1); }
 * }));
 * }</pre>
 *
 * <p>When the client is gone, sending throws {@link ClientGoneException}; let it pass.
 */
public final class EventStream {
    private final BodyStream out;

    EventStream(BodyStream out) {
        this.out = out;
    }

    /** Sends events. */
    @FunctionalInterface
    public interface Writer {
        /**
         * Sends them; the stream ends when this returns, and browsers then ask again.
         *
         * @param events where to
         * @throws Exception anything
         */
        void writeTo(EventStream events) throws Exception;
    }

    /** Sends an event without a name. */
    public void send(String data) throws IOException {
        write(event -> lines(event, "data", data));
    }

    /** Sends an event with a name. */
    public void send(String name, String data) throws IOException {
        write(event -> {
            line(event, "event", name);
            lines(event, "data", data);
        });
    }

    /** Sends an event with a name and an id, which a browser that comes back sends as {@code Last-Event-ID}. */
    public void send(String name, String data, String id) throws IOException {
        write(event -> {
            line(event, "event", name);
            line(event, "id", id);
            lines(event, "data", data);
        });
    }

    /** Sends what no client looks at: keeps proxies from hanging up, and tells whether the client is still there. */
    public void ping() throws IOException {
        write(event -> event.append(":\n"));
    }

    private void write(Consumer<StringBuilder> content) throws IOException {
        StringBuilder event = new StringBuilder();
        content.accept(event);
        out.write(event.append('\n').toString());
    }

    private static void lines(StringBuilder event, String field, String text) {
        text.lines().forEach(line -> event.append(field).append(": ").append(line).append('\n'));
        if (text.isEmpty()) {
            event.append(field).append(":\n");
        }
    }

    private static void line(StringBuilder event, String field, String text) {
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("The " + field + " of an event is one line, unlike \"" + text + "\"");
        }
        event.append(field).append(": ").append(text).append('\n');
    }
}
