package greenloom.kernel.transport;

import greenloom.kernel.Log;
import greenloom.kernel.PrivateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import org.zeromq.ZMonitor;

/**
 * A socket of the file system in front of one of JeroMQ, which has none: its {@code ipc} is TCP under another name. Each
 * client that comes to the door is led to a connection over the loopback interface, by which nobody else gets in.
 */
final class UnixDoor implements AutoCloseable {
    private static final int CHUNK = 1 << 16;
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Path path;
    private final ServerSocketChannel door;
    private final Set<SocketAddress> ours = ConcurrentHashMap.newKeySet(); // connecting; JeroMQ's thread takes out

    private UnixDoor(Path path, ServerSocketChannel door) {
        this.path = path;
        this.door = door;
    }

    /**
     * Binds {@code socket} behind a door at {@code path}, which only this user can open; a file that is there is replaced.
     *
     * @throws IOException if there cannot be a socket
     */
    static UnixDoor bind(Path path, ZMQ.Socket socket) throws IOException {
        Files.deleteIfExists(path); // left behind by an earlier kernel
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        UnixDoor door = new UnixDoor(path, channel);
        channel.bind(UnixDomainSocketAddress.of(path));
        PrivateFiles.restrict(path);
        socket.setEventHook(door::admit, ZMQ.EVENT_ACCEPTED);
        socket.bind("tcp://" + LOOPBACK.getHostAddress() + ":*");
        String bound = socket.getLastEndpoint();
        int port = Integer.parseInt(bound.substring(bound.lastIndexOf(':') + 1));
        Thread.ofPlatform().daemon().name("greenloom-door").start(() -> door.serve(port));
        return door;
    }

    /** Called by JeroMQ's thread before anything is said on the connection. */
    private void admit(ZEvent event) {
        if (event.getEvent() == ZMonitor.Event.ACCEPTED && event.getValue() instanceof SocketChannel leg) {
            try {
                if (!ours.remove(leg.getRemoteAddress())) {
                    leg.shutdownInput(); // not closed: JeroMQ expects an open one, and sees that its client has left
                    leg.shutdownOutput();
                }
            } catch (IOException e) {
                Log.info("a client has gone before it was let in: " + e);
            }
        }
    }

    private void serve(int port) {
        try {
            while (true) {
                connect(door.accept(), port);
            }
        } catch (ClosedChannelException e) {
            // the kernel ends
        } catch (IOException e) {
            Log.warn("nobody comes in at " + path + " any more: " + e);
        }
    }

    private void connect(SocketChannel client, int port) throws IOException {
        SocketChannel leg = SocketChannel.open();
        leg.bind(new InetSocketAddress(LOOPBACK, 0)); // first of all, so that it is known before it can be accepted
        ours.add(leg.getLocalAddress());
        leg.connect(new InetSocketAddress(LOOPBACK, port));
        Thread.ofVirtual().start(() -> carry(client, leg));
        Thread.ofVirtual().start(() -> carry(leg, client));
    }

    /** Until one of them closes, and then closes both. */
    private static void carry(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        try (from; to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            Log.info("a connection has ended: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        Files.deleteIfExists(path);
    }
}
