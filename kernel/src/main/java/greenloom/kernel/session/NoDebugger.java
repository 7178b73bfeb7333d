package greenloom.kernel.session;

import greenloom.kernel.wire.InvalidField;

/** Answers {@code debug_request}, in the words of the Debug Adapter Protocol: there is no debugger, and none is advertised. */
final class NoDebugger implements Handler {
    @Override
    public void handle(Request request) throws InvalidField {
        request.reply(
                Content.empty()
                        .with("type", "response")
                        .with("request_seq", request.fields().number("seq", 0))
                        .with("success", false)
                        .with("command", request.fields().text("command", ""))
                        .with("message", "This kernel has no debugger"));
    }
}
