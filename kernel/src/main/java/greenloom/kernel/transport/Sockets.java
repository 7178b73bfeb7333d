package greenloom.kernel.transport;

import greenloom.kernel.Log;
import greenloom.kernel.wire.Channel;
import greenloom.kernel.wire.Codec;
import greenloom.kernel.wire.Decoded;
import greenloom.kernel.wire.Message;
import greenloom.kernel.wire.Outbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** The five sockets of a running kernel. */
public final class Sockets implements Outbox {
    private static final int OUTPUT_ON_THE_WAY = 1 << 15; // KiB; beyond them those who publish wait
    private static final int LINGER_MILLIS = 1000;
    private static final int SLOW_CLIENT_MILLIS = 5000;
    private static final int OUTPUT_PER_CLIENT = 64; // messages; all that is kept for one that does not read
    private static final int KIB = 1 << 10;

    private final ZMQ.Context context = ZMQ.context(1);
    private final Map<Channel, ZMQ.Socket> bound = new EnumMap<>(Channel.class); // the opener's, until start
    private final Map<Channel, SocketLoop> loops = new EnumMap<>(Channel.class); // filled by start, then only read
    private final List<UnixDoor> doors = new ArrayList<>(); // filled by open, then only read
    private final Semaphore room = new Semaphore(OUTPUT_ON_THE_WAY);
    private final Codec codec;

    private Sockets(Codec codec) {
        this.codec = codec;
        // Its threads' own way is the standard error stream, which here is a cell's.
        context.setUncaughtExceptionHandler((_, e) -> Log.warn("a thread of the transport has ended", e));
        context.setNotificationExceptionHandler((_, e) -> Log.info("a connection failed: " + e));
    }

    /**
     * Binds all five; nothing is received or sent before {@link #start}.
     *
     * @throws IOException with a sentence, if an address cannot be bound
     */
    public static Sockets open(ConnectionInfo info, Codec codec) throws IOException {
        Sockets sockets = new Sockets(codec);
        for (Channel channel : Channel.values()) {
            sockets.bind(channel, info);
        }
        return sockets;
    }

    private void bind(Channel channel, ConnectionInfo info) throws IOException {
        ZMQ.Socket socket = context.socket(channel == Channel.IOPUB ? SocketType.XPUB : SocketType.ROUTER);
        configure(channel, socket);
        info.curve().ifPresent(keys -> keys.protect(socket));
        bound.put(channel, socket);
        switch (info.transport()) {
            case TCP -> bind(channel, socket, info.address(channel));
            case IPC -> bind(channel, socket, info.path(channel));
        }
    }

    private static void bind(Channel channel, ZMQ.Socket socket, String address) throws IOException {
        try {
            socket.bind(address);
        } catch (ZMQException e) {
            throw unbound(channel, address, e);
        }
    }

    private void bind(Channel channel, ZMQ.Socket socket, Path path) throws IOException {
        try {
            doors.add(UnixDoor.bind(path, socket));
        } catch (IOException | UnsupportedOperationException e) {
            throw unbound(channel, path.toString(), e);
        }
    }

    private static IOException unbound(Channel channel, String address, Exception why) {
        return new IOException("The " + channel + " socket cannot be bound to " + address + ": " + why.getMessage(),
                why);
    }

    private static void configure(Channel channel, ZMQ.Socket socket) {
        socket.setLinger(channel == Channel.HEARTBEAT ? 0 : LINGER_MILLIS);
        if (channel == Channel.IOPUB) {
            socket.setXpubVerbose(true); // each front end gets its welcome, not only the first
            socket.setXpubNoDrop(true); // a slow reader holds the writer ...
            socket.setSendTimeOut(SLOW_CLIENT_MILLIS); // ... for so long: see SocketLoop
            socket.setSndHWM(OUTPUT_PER_CLIENT);
        } else {
            socket.setRouterHandover(true); // a client that reconnects under its old name is the same client
        }
    }

    /** Hands each socket to its thread, which tells {@code inbox} what arrives. */
    public void start(Inbox inbox) throws IOException {
        for (Map.Entry<Channel, ZMQ.Socket> entry : bound.entrySet()) {
            Channel channel = entry.getKey();
            loops.put(channel,
                    new SocketLoop(channel.name().toLowerCase(Locale.ROOT), entry.getValue(), input(channel, inbox)));
        }
        loops.values().forEach(SocketLoop::start);
    }

    private Input input(Channel channel, Inbox inbox) {
        return switch (channel) {
            case HEARTBEAT -> Optional::of;
            case IOPUB -> frames -> subscription(frames, inbox);
            case SHELL, CONTROL, STDIN -> frames -> deliver(channel, frames, inbox);
        };
    }

    private Optional<List<byte[]>> subscription(List<byte[]> frames, Inbox inbox) {
        byte[] frame = frames.isEmpty() ? new byte[0] : frames.getFirst();
        if (frame.length == 0 || frame[0] != 1) {
            return Optional.empty();
        }
        return Optional.of(codec.encode(inbox.subscribed(Arrays.copyOfRange(frame, 1, frame.length))));
    }

    private Optional<List<byte[]>> deliver(Channel channel, List<byte[]> frames, Inbox inbox) {
        switch (codec.decode(frames)) {
            case Decoded.Accepted(Message message) -> inbox.received(channel, message);
            case Decoded.Refused(String reason) -> Log.warn("dropped a message on " + channel + ": " + reason);
        }
        return Optional.empty();
    }

    @Override
    public void send(Channel channel, Message message) {
        offer(channel, codec.encode(message), () -> {});
    }

    @Override
    public void publish(Message message) throws InterruptedException {
        List<byte[]> frames = codec.encode(message);
        int size = weight(frames);
        room.acquire(size);
        offer(Channel.IOPUB, frames, () -> room.release(size));
    }

    private static int weight(List<byte[]> frames) {
        long bytes = frames.stream().mapToLong(frame -> frame.length).sum();
        return Math.clamp(bytes / KIB + 1, 1, OUTPUT_ON_THE_WAY);
    }

    @Override
    public void afterInput(Channel channel, Runnable then) {
        loop(channel).offer(new Outgoing.AfterInput(then));
    }

    private void offer(Channel channel, List<byte[]> frames, Runnable sent) {
        loop(channel).offer(new Outgoing.Frames(frames, sent));
    }

    private SocketLoop loop(Channel channel) {
        return Objects.requireNonNull(loops.get(channel));
    }

    /** Sends what is queued, as far as clients take it within about a second, and closes the sockets. */
    public void close() throws InterruptedException {
        for (UnixDoor door : doors) {
            closeNow(door);
        }
        for (SocketLoop loop : loops.values()) {
            loop.close(LINGER_MILLIS);
        }
        context.term();
    }

    private static void closeNow(UnixDoor door) {
        try {
            door.close();
        } catch (IOException e) {
            Log.warn("a socket's file is left behind", e);
        }
    }
}
