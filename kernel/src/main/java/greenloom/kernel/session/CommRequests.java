package greenloom.kernel.session;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import greenloom.kernel.comm.CommMessage;
import greenloom.kernel.comm.Comms;
import greenloom.kernel.wire.InvalidField;
import java.util.Map;

/** What front ends say by comms, and ask about them. A message counts as busy until whoever handles it has done so. */
final class CommRequests {
    private static final TypeToken<Map<String, Object>> OBJECT = new TypeToken<>() {};
    private static final Gson GSON = new Gson().newBuilder()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE).create();

    private final Comms comms;

    CommRequests(Comms comms) {
        this.comms = comms;
    }

    void info(Request request) throws InvalidField {
        Content open = Content.empty();
        comms.targets(request.fields().text("target_name", ""))
                .forEach((id, target) -> open.with(id, Content.empty().with("target_name", target)));
        request.reply(Content.ok().with("comms", open));
    }

    /** Has user code take what was said; false if none does, so that the request is done. */
    boolean take(Request request) throws InvalidField {
        String id = request.fields().text("comm_id", "");
        CommMessage message = message(request);
        return switch (request.message().type()) {
            case "comm_open" -> open(request, id, message);
            case "comm_msg" -> comms.received(id, message, request.origin());
            default -> comms.closed(id, message, request.origin());
        };
    }

    private boolean open(Request request, String id, CommMessage message) throws InvalidField {
        boolean taken = comms.opened(id, request.fields().text("target_name", ""), message, request.origin());
        if (!taken && !comms.targets("").containsKey(id)) {
            request.outlet().announce(request.origin(), "comm_close",
                    Content.empty().with("comm_id", id).with("data", Content.empty()));
        }
        return taken;
    }

    private static CommMessage message(Request request) throws InvalidField {
        return new CommMessage(map(request.fields().object("data")), map(request.message().metadata()),
                request.message().buffers());
    }

    private static Map<String, Object> map(JsonObject object) {
        return GSON.fromJson(object, OBJECT);
    }
}
