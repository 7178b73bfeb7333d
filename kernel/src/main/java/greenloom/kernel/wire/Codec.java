package greenloom.kernel.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames to messages and back. On the wire a message is: identities, the delimiter, the signature, header, parent
 * header, metadata, content, buffers. Safe for use by any thread.
 */
public final class Codec {
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final int SIGNED = 4;

    private final Signer signer;
    private final Replays replays = new Replays();

    /** A codec that signs and verifies with {@code signer}. */
    public Codec(Signer signer) {
        this.signer = signer;
    }

    /** The frames of {@code message}. */
    public List<byte[]> encode(Message message) {
        List<byte[]> signed = List.of(
                Json.bytes(message.header()),
                Json.bytes(message.parent()),
                Json.bytes(message.metadata()),
                Json.bytes(message.content()));
        List<byte[]> frames = new ArrayList<>(message.identities());
        frames.add(DELIMITER);
        frames.add(signer.sign(signed));
        frames.addAll(signed);
        frames.addAll(message.buffers());
        return frames;
    }

    /** Reads frames that anybody may have sent; never throws. */
    public Decoded decode(List<byte[]> frames) {
        int delimiter = delimiter(frames);
        if (delimiter < 0) {
            return new Decoded.Refused("no <IDS|MSG> delimiter in " + frames.size() + " frames");
        }
        int first = delimiter + 2;
        if (frames.size() < first + SIGNED) {
            return new Decoded.Refused("only " + (frames.size() - delimiter - 1) + " frames after the delimiter");
        }
        // The signature covers the bytes as they came, so it is checked before anything is parsed.
        List<byte[]> signed = frames.subList(first, first + SIGNED);
        if (!signer.accepts(frames.get(delimiter + 1), signed)) {
            return new Decoded.Refused("the signature does not match");
        }
        if (signer.signs() && !replays.isNew(frames.get(delimiter + 1))) {
            return new Decoded.Refused("a message that has come before");
        }
        return parse(frames.subList(0, delimiter), signed, frames.subList(first + SIGNED, frames.size()));
    }

    private static int delimiter(List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            if (Arrays.equals(frames.get(i), DELIMITER)) {
                return i;
            }
        }
        return -1;
    }

    private static Decoded parse(List<byte[]> identities, List<byte[]> json, List<byte[]> buffers) {
        try {
            JsonObject header = Json.object(json.get(0));
            if (!isText(header.get("msg_id")) || !isText(header.get("msg_type"))) {
                return new Decoded.Refused("a header without the strings msg_id and msg_type");
            }
            return new Decoded.Accepted(
                    new Message(
                            List.copyOf(identities),
                            header,
                            Json.object(json.get(1)),
                            Json.object(json.get(2)),
                            Json.object(json.get(3)),
                            List.copyOf(buffers)));
        } catch (IOException e) {
            return new Decoded.Refused("a frame that is not a JSON object in UTF-8");
        }
    }

    private static boolean isText(@Nullable JsonElement element) {
        return element != null && element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
    }
}
