package greenloom.kernel.wire;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Makes the messages of one kernel session: header, id and date. Safe for use by any thread. */
public final class Composer {
    /** The version of the messaging protocol that this kernel speaks. */
    public static final String PROTOCOL = "5.5";

    private final String session = UUID.randomUUID().toString();
    private final AtomicLong count = new AtomicLong();

    /** A message to the sender of the request {@code cause}. */
    public Message to(Origin cause, String type, JsonObject content) {
        return message(cause.identities(), cause.header(), type, content, List.of());
    }

    /** A message to everybody, about the request {@code cause}. */
    public Message publish(Origin cause, String type, JsonObject content) {
        return publish(type.getBytes(StandardCharsets.US_ASCII), cause, type, content);
    }

    /** A message with binary data to everybody, about the request {@code cause}. */
    public Message publish(Origin cause, String type, JsonObject content, List<byte[]> buffers) {
        return message(List.of(type.getBytes(StandardCharsets.US_ASCII)), cause.header(), type, content, buffers);
    }

    /** A message to everybody, under {@code topic}. */
    public Message publish(byte[] topic, Origin cause, String type, JsonObject content) {
        return message(List.of(topic), cause.header(), type, content, List.of());
    }

    private Message message(List<byte[]> identities, JsonObject parent, String type, JsonObject content,
            List<byte[]> buffers) {
        return new Message(identities, header(type), parent, new JsonObject(), content, buffers);
    }

    private JsonObject header(String type) {
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", session + "_" + count.incrementAndGet());
        header.addProperty("session", session);
        header.addProperty("username", "kernel");
        header.addProperty("date", Instant.now().toString());
        header.addProperty("msg_type", type);
        header.addProperty("version", PROTOCOL);
        return header;
    }
}
