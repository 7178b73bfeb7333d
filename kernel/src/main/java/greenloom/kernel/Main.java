package greenloom.kernel;

import greenloom.EventLoop;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.repl.CellThreads;
import greenloom.kernel.repl.JavaEvaluator;
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
import java.nio.file.Path;

/** {@code greenloom-kernel CONNECTION_FILE}: runs a kernel until its front end shuts it down or is gone. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        if (args.length != 1) {
            fail("usage: greenloom-kernel CONNECTION_FILE (front ends start it so) or greenloom-kernel --train");
            return;
        }
        try {
            run(ConnectionInfo.read(Path.of(args[0])));
        } catch (IOException | IllegalArgumentException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    private static void run(ConnectionInfo info) throws IOException {
        Sockets sockets = Sockets.open(info, new Codec(Signer.of(info.scheme(), info.key())));
        Outlet outlet = new Outlet(sockets);
        Outputs outputs = new Outputs(outlet.sink(), CellThreads::current);
        JavaEvaluator evaluator = JavaEvaluator.open(EventLoop.open(EventLoop.options().name("main")));
        Ending ending = new Ending(sockets, outputs);
        Session session = new Session(outlet, outputs, evaluator, ending::begin);
        sockets.start(
                new Inbox() {
                    @Override
                    public void received(Channel channel, Message message) {
                        session.received(channel, message);
                    }

                    @Override
                    public void subscribed(byte[] topic) {
                        session.subscribed(topic);
                    }
                });
        outputs.start();
        outputs.replaceStandardStreams();
        outputs.replaceStandardInput(session.prompter());
        session.start();
        ending.withParent();
    }

    private static void fail(String sentence) {
        System.err.println("greenloom: " + sentence);
        System.exit(2);
    }
}
