package greenloom.kernel;

import greenloom.kernel.comm.Comms;
import greenloom.kernel.history.History;
import greenloom.kernel.session.CellComms;
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

/** A running kernel: the parts, and how they know each other. */
final class Kernel {
    private final Workbench bench;
    private final Session session;
    private final Ending ending;

    private Kernel(Sockets sockets, History history) {
        Outlet outlet = new Outlet(sockets);
        bench = new Workbench(outlet.sink(), (_, _) -> {});
        ending = new Ending(sockets, bench.outputs(), history);
        Comms comms = new Comms(new CellComms(outlet, bench.outputs(), bench::loop));
        Comms.connect(comms);
        session = new Session(outlet, bench.outputs(), bench.evaluator(), bench.results(), bench.magics(), comms,
                history, ending::begin);
    }

    /**
     * Starts a kernel on the sockets that {@code info} names. Sockets first: they answer who the kernel is, while the
     * evaluator is still being made.
     *
     * @param history where cells are remembered
     * @throws IOException with a sentence, if a socket cannot be bound
     */
    static Kernel start(ConnectionInfo info, History history) throws IOException {
        Sockets sockets = Sockets.open(info, new Codec(Signer.of(info.scheme(), info.key())));
        Kernel kernel = new Kernel(sockets, history);
        kernel.bench.takeStandardStreams(kernel.session.prompter());
        sockets.start(kernel.inbox());
        kernel.session.start();
        return kernel;
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

    /** Interrupts the running cell. */
    void interrupt() {
        bench.evaluator().interrupt();
    }

    /** How the process ends. */
    Ending ending() {
        return ending;
    }
}
