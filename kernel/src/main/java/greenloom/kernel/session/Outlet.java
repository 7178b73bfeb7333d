package greenloom.kernel.session;

import com.google.gson.JsonObject;
import greenloom.kernel.output.Sink;
import greenloom.kernel.wire.Channel;
import greenloom.kernel.wire.Composer;
import greenloom.kernel.wire.Message;
import greenloom.kernel.wire.Origin;
import greenloom.kernel.wire.Outbox;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sends this session's messages; safe for use by any thread. */
public final class Outlet {
    private final Composer composer = new Composer();
    private final Outbox outbox;

    /** The session's way out through {@code outbox}. */
    public Outlet(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Where the outputs of this session's cells go. */
    public Sink sink() {
        return new CellSink(this);
    }

    Outbox outbox() {
        return outbox;
    }

    void reply(Channel channel, Origin cause, String type, Content content) {
        outbox.send(channel, composer.to(cause, type, content.json()));
    }

    void ask(Origin cause, Content content) {
        outbox.send(Channel.STDIN, composer.to(cause, "input_request", content.json()));
    }

    void status(Origin cause, String state) {
        announce(cause, "status", Content.empty().with("execution_state", state));
    }

    /** Publishes something of the protocol itself: never waits. */
    void announce(Origin cause, String type, Content content) {
        outbox.send(Channel.IOPUB, composer.publish(cause, type, content.json()));
    }

    /** Publishes something of user code: waits while too much is on its way. */
    void publish(Origin cause, String type, JsonObject content) throws InterruptedException {
        publish(cause, type, content, List.of());
    }

    /** The same with binary data. */
    void publish(Origin cause, String type, JsonObject content, List<byte[]> buffers) throws InterruptedException {
        outbox.publish(composer.publish(cause, type, content, buffers));
    }

    /** The greeting for a subscriber, under the topic that it asked for (JEP 65). */
    Message welcome(byte[] topic) {
        Content content = Content.empty().with("subscription", new String(topic, StandardCharsets.UTF_8));
        return composer.publish(topic, Origin.NONE, "iopub_welcome", content.json());
    }
}
