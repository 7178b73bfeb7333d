package greenloom.kernel.wire;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * One Jupyter message, as it came or as it will go.
 *
 * @param identities routing frames before the delimiter; on iopub the topic
 * @param header who sent it, when, and of which type; an object with at least {@code msg_id} and {@code msg_type}
 * @param parent the header of the request that caused it, empty where none did
 * @param metadata free-form
 * @param content what the type prescribes
 * @param buffers binary frames after the content, passed on untouched and unsigned
 */
public record Message(
        List<byte[]> identities,
        JsonObject header,
        JsonObject parent,
        JsonObject metadata,
        JsonObject content,
        List<byte[]> buffers) {

    /** The type, for example {@code execute_request}. */
    public String type() {
        return header.get("msg_type").getAsString();
    }

    /** The sender's unique id of this message. */
    public String id() {
        return header.get("msg_id").getAsString();
    }

    /** Type and id only: contents may be large and may be private. */
    @Override
    public String toString() {
        return type() + " " + id();
    }
}
