package greenloom.kernel.session;

import greenloom.kernel.Log;
import greenloom.kernel.comm.Comms;
import greenloom.kernel.history.History;
import greenloom.kernel.magic.CellRunner;
import greenloom.kernel.magic.Magics;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.output.Prompter;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.LiveResults;
import greenloom.kernel.wire.Channel;
import greenloom.kernel.wire.InvalidField;
import greenloom.kernel.wire.Message;
import greenloom.kernel.wire.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One kernel session: takes messages in, by each channel's own thread, and hands every one to the handler of its type,
 * on the lane of its type.
 */
public final class Session {
    private static final String SHUTDOWN = "shutdown_request";

    private record Route(Lane lane, Handler handler) {}

    private final Map<String, Route> routes = new HashMap<>(); // filled by the constructor, then only read
    private final ServiceLane services = new ServiceLane();
    private final Subshells shells;
    private final Outlet outlet;
    private final StdinChannel stdin;
    private final CommRequests comms;
    private final History history;
    private final Runnable onShutdown;

    /**
     * A session that serves nothing before {@link #start}.
     *
     * @param outlet the way to the front ends
     * @param outputs what cells put out, on its way to {@code outlet}'s sink
     * @param evaluator runs the cells' Java
     * @param results shows the values of cells that are under way
     * @param magics what cells may say beside Java
     * @param comms those of the process
     * @param history where cells are remembered
     * @param onShutdown told once a shutdown has been answered; must not wait for the caller
     */
    public Session(Outlet outlet, Outputs outputs, Evaluator evaluator, LiveResults results,
            Magics magics, Comms comms, History history, Runnable onShutdown) {
        this.outlet = outlet;
        this.comms = new CommRequests(comms);
        this.history = history;
        this.onShutdown = onShutdown;
        this.stdin = new StdinChannel(outlet, outputs);
        CodeServices code = new CodeServices(evaluator, magics);
        CellRunner runner = new CellRunner(evaluator, outputs, magics);
        this.shells = new Subshells(new Execution(code, runner, outputs, results, history), evaluator);
        addAnswersFromMemory(history);
        addServices(code);
        addControl(evaluator);
    }

    private void addAnswersFromMemory(History history) {
        route("kernel_info_request", Lane.AT_ONCE, new KernelInfo());
        route("history_request", Lane.HISTORY, new HistoryHandler(history));
        route("comm_info_request", Lane.AT_ONCE, comms::info);
        for (String type : List.of("comm_open", "comm_msg", "comm_close")) {
            route(type, Lane.GREENLETS, _ -> {});
        }
    }

    private void addServices(CodeServices code) {
        route("is_complete_request", Lane.SERVICE, code::isComplete);
        route("complete_request", Lane.SERVICE, code::complete);
        route("inspect_request", Lane.SERVICE, code::inspect);
    }

    private void addControl(Evaluator evaluator) {
        route("execute_request", Lane.CELLS, _ -> {});
        route("debug_request", Lane.AT_ONCE, new NoDebugger());
        route(SHUTDOWN, Lane.AT_ONCE, Session::shutdown);
        route("create_subshell_request", Lane.AT_ONCE, shells::create);
        route("delete_subshell_request", Lane.AT_ONCE, shells::delete);
        route("list_subshell_request", Lane.AT_ONCE, shells::list);
        route(
                "interrupt_request",
                Lane.AT_ONCE,
                request -> {
                    evaluator.interrupt();
                    request.reply(Content.ok());
                });
    }

    private void route(String type, Lane lane, Handler handler) {
        routes.put(type, new Route(lane, handler));
    }

    private static void shutdown(Request request) throws InvalidField {
        Content content = Content.ok().with("restart", request.fields().flag("restart", false));
        request.reply(content);
        request.outlet().announce(request.origin(), "shutdown_reply", content); // so that other front ends know too
    }

    /** Begins to serve. */
    public void start() {
        services.start();
        shells.start();
        outlet.status(Origin.NONE, "starting");
    }

    /** Asks users, in the name of cells. */
    public Prompter prompter() {
        return stdin;
    }

    /** The greeting for a front end that subscribed to iopub. */
    public Message subscribed(byte[] topic) {
        return outlet.welcome(topic);
    }

    /** Takes a message in; returns at once. */
    public void received(Channel channel, Message message) {
        Request request = new Request(channel, message, outlet, System.nanoTime());
        if (channel == Channel.STDIN) {
            stdin.received(request);
            return;
        }
        Route route = routes.get(message.type());
        if (route == null) {
            Log.info("ignored a message of unknown type on " + channel);
            return;
        }
        if (!shells.know(request) || !dispatch(request, route)) {
            serve(request, Subshells::refuse);
        }
    }

    /** False if the request is of a shell that has gone in this moment. */
    private boolean dispatch(Request request, Route route) {
        switch (route.lane()) {
            case AT_ONCE -> serve(request, route.handler());
            case SERVICE -> services.add(request, route.handler());
            case HISTORY -> history.execute(() -> serve(request, route.handler()));
            case GREENLETS -> take(request);
            case CELLS -> {
                return shells.add(request);
            }
        }
        return true;
    }

    private void take(Request request) {
        try {
            request.serveUnlessTaken(comms::take);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the kernel ends
        }
    }

    private void serve(Request request, Handler handler) {
        try {
            request.serve(handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the kernel ends
        }
        if (request.message().type().equals(SHUTDOWN)) {
            onShutdown.run();
        }
    }
}
