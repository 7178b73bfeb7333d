package greenloom.kernel.wire;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * What remains of a request once it is answered: enough to send it more. Cells keep this and not the whole request, so
 * that a greenlet living for hours does not hold its cell's metadata and buffers.
 *
 * @param identities where its sender is reached
 * @param header the parent header of everything it caused
 */
public record Origin(List<byte[]> identities, JsonObject header) {

    /** The origin of a message without a cause, such as {@code starting}. */
    public static final Origin NONE = new Origin(List.of(), new JsonObject());

    /** The part of {@code request} that its answers need. */
    public static Origin of(Message request) {
        return new Origin(request.identities(), request.header());
    }
}
