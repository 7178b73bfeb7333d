package greenloom.kernel;

import greenloom.EventLoop;
import greenloom.Greenlet;
import greenloom.kernel.display.Screens;
import greenloom.kernel.magic.FloodLimit;
import greenloom.kernel.magic.Late;
import greenloom.kernel.magic.Magics;
import greenloom.kernel.magic.Spawn;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.repl.CellThreads;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.JavaEvaluator;
import greenloom.kernel.repl.LiveResults;
import greenloom.kernel.repl.Outcome;
import greenloom.kernel.session.Outlet;
import greenloom.kernel.session.Session;
import greenloom.kernel.transport.ConnectionInfo;
import greenloom.kernel.transport.Inbox;
import greenloom.kernel.transport.Sockets;
import greenloom.kernel.wire.Channel;
import greenloom.kernel.wire.Codec;
import greenloom.kernel.wire.Message;
import greenloom.kernel.wire.Signer;
import java.io.IOException;
import java.util.List;

/** A running kernel: the parts, and how they know each other. */
final class Kernel {
    /** Loading classes on a busy machine holds a loop for tenths of a second: in a notebook only what is felt is told. */
    private static final double PATIENCE = 1;

    private final Outputs outputs;
    private final LiveResults results;
    private final Evaluator evaluator;
    private final Session session;
    private final Ending ending;

    private Kernel(Sockets sockets) {
        Outlet outlet = new Outlet(sockets);
        outputs = new Outputs(outlet.sink(), CellThreads::current);
        results = new LiveResults(outputs);
        evaluator = StartingEvaluator.make(this::makeEvaluator);
        ending = new Ending(sockets, outputs);
        session = new Session(outlet, outputs, evaluator, results, magics(), ending::begin);
    }

    private Magics magics() {
        return new Magics(List.of(new Late(outputs), new FloodLimit(outputs), new Spawn(evaluator, outputs, results)));
    }

    /**
     * Starts a kernel on the sockets that {@code info} names. Sockets first: they answer who the kernel is, while the
     * evaluator is still being made.
     *
     * @throws IOException with a sentence, if a socket cannot be bound
     */
    static Kernel start(ConnectionInfo info) throws IOException {
        Sockets sockets = Sockets.open(info, new Codec(Signer.of(info.scheme(), info.key())));
        Kernel kernel = new Kernel(sockets);
        kernel.replaceStandardStreams();
        sockets.start(kernel.inbox());
        kernel.session.start();
        return kernel;
    }

    private void replaceStandardStreams() {
        Settings.apply(System.getenv(), outputs);
        outputs.start();
        outputs.replaceStandardStreams();
        outputs.replaceStandardInput(session.prompter());
        Screens.connect(new CellScreen(outputs, session.prompter()));
    }

    private Inbox inbox() {
        return new Inbox() {
            @Override
            public void received(Channel channel, Message message) {
                session.received(channel, message);
            }

            @Override
            public Message subscribed(byte[] topic) {
                return session.subscribed(topic);
            }
        };
    }

    private Evaluator makeEvaluator() {
        EventLoop loop = EventLoop.open(EventLoop.options().name("main").patience(PATIENCE));
        JavaEvaluator java = JavaEvaluator.open(loop);
        loop.setExceptionHandler((greenlet, error) -> tellUncaught(java, greenlet, error));
        return java;
    }

    /** Shows what nobody else will hear of, at the cell that spawned the greenlet; called on the greenlet. */
    private void tellUncaught(JavaEvaluator java, Greenlet<?> greenlet, Throwable error) {
        Cell cell = outputs.current();
        if (cell == null) {
            Log.warn("greenlet " + greenlet.name() + " failed before there was any cell", error);
            return;
        }
        Outcome.Failed shown = java.explain(error);
        String heading = "Greenlet \"" + greenlet.name() + "\" failed, and nobody waits for it:\n";
        outputs.tell(cell, heading + String.join("\n", shown.traceback()) + "\n");
    }

    /** Interrupts the running cell. */
    void interrupt() {
        evaluator.interrupt();
    }

    /** How the process ends. */
    Ending ending() {
        return ending;
    }
}
