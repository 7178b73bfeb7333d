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

    /** Somebody who may go on serving a request after it has returned. */
    @FunctionalInterface
    interface Taker {

        /** Serves {@code request}; whether it will tell later that it is idle. */
        boolean takes(Request request) throws InvalidField, InterruptedException;
    }

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
        serveUnlessTaken(asked -> {
            handler.handle(asked);
            return false;
        });
    }

    /** The same, but that who takes it over is left to tell of its idle. */
    void serveUnlessTaken(Taker taker) throws InterruptedException {
        Origin origin = origin();
        boolean taken = false;
        outlet.status(origin, "busy");
        try {
            taken = taker.takes(this);
        } catch (InvalidField e) {
            reply(Content.error("InvalidRequest", String.valueOf(e.getMessage()), List.of()));
        } catch (RuntimeException e) {
            Log.warn("a " + message.type() + " could not be served", e);
            reply(Content.error("InternalError", String.valueOf(e), List.of()));
        } finally {
            if (!taken) {
                outlet.status(origin, "idle");
            }
        }
    }
}
