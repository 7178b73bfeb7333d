package greenloom.kernel.session;

import greenloom.kernel.wire.InvalidField;

/** Comms, of which this kernel has no targets yet: what a front end opens is closed again, as the protocol says. */
final class Comms {

    void info(Request request) {
        request.reply(Content.ok().with("comms", Content.empty()));
    }

    void open(Request request) throws InvalidField {
        String id = request.fields().text("comm_id", "");
        request.outlet().announce(request.origin(), "comm_close",
                Content.empty().with("comm_id", id).with("data", Content.empty()));
    }

    /** A message for a comm that was never open here: nothing to tell anybody. */
    void ignore(Request request) {}
}
