package greenloom.internal.net;

import greenloom.Async;
import greenloom.Event;
import greenloom.EventLoop;
import greenloom.Greenlet;
import greenloom.GreenletExit;
import greenloom.internal.Readiness;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Listens at an address and runs a greenlet for each connection. Touched only by code that runs on its loop.
 *
 * <p>When accepting fails, most often because file descriptors are used up, it waits 10 ms, then twice as long each time up to a second, so
 * that the loop is not kept busy by an error that only time mends.
 */
public final class Acceptor {
    private static final Logger LOG = System.getLogger(Acceptor.class.getName());
    private static final int BACKLOG = 4096;
    private static final double FIRST_PAUSE = 0.01;
    private static final double LONGEST_PAUSE = 1;
    private static final double SELECTORS_TURN = 0.001;

    /** What is done with a connection; the greenlet ends when this returns, and the connection is closed then. */
    @FunctionalInterface
    public interface Handler {
        /** Runs in the connection's greenlet. */
        void handle(Transport transport) throws Exception;
    }

    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final Readiness readiness;
    private final Handler handler;
    private final int limit;
    private final Map<Greenlet<?>, Transport> connections = new LinkedHashMap<>();
    private final EventLoop loop = EventLoop.current();
    private final Greenlet<?> accepting;

    /** Set when a connection ends. */
    private final Event ended = new Event();

    /**
     * Listens.
     *
     * @param limit at so many connections it stops accepting until one ends
     * @throws IOException if the address cannot be had
     */
    public Acceptor(InetSocketAddress at, int limit, Handler handler) throws IOException {
        this.handler = handler;
        this.limit = limit;
        channel = ServerSocketChannel.open();
        boolean listening = false;
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(at, BACKLOG);
            address = (InetSocketAddress) channel.getLocalAddress();
            readiness = Sockets.scheduler().watch(channel);
            listening = true;
        } finally {
            if (!listening) {
                channel.close();
            }
        }
        accepting = loop.spawn("accepting at " + address, this::accept);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** The loop that it belongs to. */
    public EventLoop loop() {
        return loop;
    }

    /** How many connections are open. */
    public int size() {
        return connections.size();
    }

    /** Whether it listens. */
    public boolean isOpen() {
        return channel.isOpen();
    }

    private void accept() throws IOException {
        double pause = FIRST_PAUSE;
        try (channel) {
            while (channel.isOpen()) {
                try {
                    acceptOne();
                    pause = FIRST_PAUSE;
                } catch (ClosedChannelException _) {
                    return;
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "No connection can be accepted at " + address + "; trying again", e);
                    Async.sleep(pause);
                    pause = Math.min(pause * 2, LONGEST_PAUSE);
                }
            }
        } finally {
            readiness.cancel();
        }
    }

    private void acceptOne() throws IOException {
        while (connections.size() >= limit) {
            ended.clear();
            ended.await();
        }
        Sockets.ensureNotInterrupted();
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
            readiness.awaitReadable(Long.MAX_VALUE);
        } else {
            serve(accepted);
        }
    }

    private void serve(SocketChannel accepted) throws IOException {
        try {
            Transport transport = new SocketTransport(accepted);
            Greenlet<?> greenlet = loop.spawn("connection from " + transport.remoteAddress(), () -> live(transport))
                    .detach();
            connections.put(greenlet, transport);
        } catch (IOException e) {
            // The peer has gone already: its affair alone.
            LOG.log(Level.DEBUG, "A connection was gone before it was served", e);
            accepted.close();
        }
    }

    private void live(Transport transport) throws Exception {
        try (transport) {
            handler.handle(transport);
        } finally {
            connections.remove(Async.current());
            ended.set();
        }
    }

    /** Stops listening, for certain when this returns; the connections that are open go on. */
    public void stopAccepting() throws IOException {
        channel.close();
        readiness.cancel();
        accepting.throwInto(new GreenletExit("the server at " + address + " stops"));
        while (channel.isRegistered()) {
            // The system's socket goes when the selector has noticed.
            Async.sleep(SELECTORS_TURN);
        }
    }

    /** Waits until no connection is open, at most {@code seconds}; then ends those that still are, and waits for that. */
    public void awaitEnd(double seconds) {
        Async.joinAll(seconds, List.copyOf(connections.keySet()));
        GreenletExit exit = new GreenletExit("the server at " + address + " stops");
        Map<Greenlet<?>, Transport> left = Map.copyOf(connections);
        left.keySet().forEach(greenlet -> greenlet.throwInto(exit));
        left.forEach((greenlet, transport) -> {
            greenlet.join();
            // One that was ended before its first turn has closed nothing.
            transport.close();
            connections.remove(greenlet);
        });
    }
}
