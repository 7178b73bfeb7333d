package greenloom.kernel.session;

import com.google.gson.JsonElement;
import greenloom.kernel.Log;
import greenloom.kernel.wire.Channel;
import greenloom.kernel.wire.Fields;
import greenloom.kernel.wire.InvalidField;
import greenloom.kernel.wire.Message;
import greenloom.kernel.wire.Origin;
import java.util.List;

/**
 * A request on its way through the session: what was asked, and how to answer.
 *
 * @param arrivedNanos when it was received, as {@link System#nanoTime}
 */
record Request(Channel channel, Message message, Outlet outlet, long arrivedNanos) {

    Origin origin() {
        return Origin.of(message);
    }

    /** The subshell that is to serve it (JEP 91); empty for the main shell. */
    String subshell() {
        JsonElement id = message.header().get("subshell_id");
        if (channel != Channel.SHELL || id == null || id.isJsonNull()) {
            return "";
        }
        return id.isJsonPrimitive() ? id.getAsString() : id.toString();
    }

    Fields fields() {
        return Fields.of(message.content());
    }

    /** Answers on the channel that the request came from; a {@code x_request} is answered by an {@code x_reply}. */
    void reply(Content content) {
        if (message.type().endsWith("_request")) {
            outlet.reply(channel, origin(), message.type().replace("_request", "_reply"), content);
        }
    }

    /** Runs {@code handler} between busy and idle; a request that cannot be served is answered with an error. */
    void serve(Handler handler) throws InterruptedException {
        Origin origin = origin();
        outlet.status(origin, "busy");
        try {
            handler.handle(this);
        } catch (InvalidField e) {
            reply(Content.error("InvalidRequest", String.valueOf(e.getMessage()), List.of()));
        } catch (RuntimeException e) {
            Log.warn("a " + message.type() + " could not be served", e);
            reply(Content.error("InternalError", String.valueOf(e), List.of()));
        } finally {
            outlet.status(origin, "idle");
        }
    }
}
