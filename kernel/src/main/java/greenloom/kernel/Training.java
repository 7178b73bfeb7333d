package greenloom.kernel;

import com.google.gson.JsonObject;
import greenloom.kernel.history.History;
import greenloom.kernel.repl.CellWorker;
import greenloom.kernel.transport.ConnectionInfo;
import greenloom.kernel.wire.Channel;
import greenloom.kernel.wire.Codec;
import greenloom.kernel.wire.Composer;
import greenloom.kernel.wire.Decoded;
import greenloom.kernel.wire.Message;
import greenloom.kernel.wire.Origin;
import greenloom.kernel.wire.Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * A front end in the same process, that has the kernel do once what it will do in each session: so the JVM can keep, for
 * the next starts, what it learnt. Over real sockets, because their classes are a good part of a start.
 */
final class Training {
    private static final String KEY = "training";
    private static final String SCHEME = "hmac-sha256";
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int ROUNDS = 60; // so that the JVM also learns which of its code is worth compiling first
    private static final List<String> CELLS = List.of(
            "1 + 1",
            "int n = 6; n * 7",
            "import java.util.function.Supplier;",
            "int twice(int x) { return 2 * x; }\ntwice(21)",
            "record Point(int x, int y) {}\nnew Point(1, 2)",
            "for (int i = 0; i < 3; i++) { System.out.println(\"line \" + i); }",
            "List.of(3, 1, 2).stream().map(x -> x + 1).sorted().toList()",
            "var g = spawn(() -> { sleep(0.001); return \"done\"; });\nawait(g)",
            "var squares = generator(co -> { for (int i = 0; i < 3; i++) { co.yield(i * i); } });\nsquares.next()",
            "try (var pool = new ProcessPool(1)) { IO.println(pool.submit(() -> 1).get()); }",
            "System.err.println(\"told\"); undefined",
            "throw new IllegalStateException(\"on purpose\");");

    private final Codec codec = new Codec(Signer.of(SCHEME, KEY));
    private final Composer composer = new Composer();
    private final ZMQ.Socket shell;

    private Training(ZMQ.Socket shell) {
        this.shell = shell;
    }

    /** Starts a kernel on free ports of the loopback and takes it through its paces. */
    static void run() throws IOException {
        Map<Channel, Integer> ports = freePorts();
        Kernel.start(ConnectionInfo.onLoopback(ports, SCHEME, KEY), History.inMemory());
        ZMQ.Context context = ZMQ.context(1);
        ZMQ.Socket iopub = context.socket(SocketType.SUB);
        iopub.subscribe("");
        iopub.connect("tcp://127.0.0.1:" + ports.get(Channel.IOPUB));
        ZMQ.Socket shell = context.socket(SocketType.DEALER);
        shell.setReceiveTimeOut(PATIENCE_MILLIS);
        shell.connect("tcp://127.0.0.1:" + ports.get(Channel.SHELL));
        new Training(shell).train();
        CellWorker.rehearse();
    }

    private void train() throws IOException {
        ask("kernel_info_request", new JsonObject());
        for (String cell : CELLS) {
            ask("execute_request", code(cell));
        }
        for (int i = 0; i < ROUNDS; i++) {
            ask("execute_request", code(i + " + 1"));
            ask("execute_request", code("int f" + i % 5 + "(int n) { return n * 3; }\nf" + i % 5 + "(" + i + ")"));
        }
        ask("is_complete_request", code("class A {"));
        ask("complete_request", code("System.out.pri"));
        ask("inspect_request", code("System.out"));
        ask("history_request", new JsonObject());
        ask("comm_info_request", new JsonObject());
    }

    private static JsonObject code(String code) {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        return content;
    }

    private void ask(String type, JsonObject content) throws IOException {
        List<byte[]> frames = codec.encode(composer.to(Origin.NONE, type, content));
        int last = frames.size() - 1;
        for (int i = 0; i <= last; i++) {
            shell.send(frames.get(i), i < last ? ZMQ.SNDMORE : 0);
        }
        if (!(codec.decode(answer()) instanceof Decoded.Accepted(Message reply)) || !reply.type().endsWith("_reply")) {
            throw new IOException("The training failed: no answer to a " + type + ".");
        }
    }

    private List<byte[]> answer() throws IOException {
        List<byte[]> frames = new ArrayList<>();
        do {
            byte[] frame = shell.recv();
            if (frame == null) {
                throw new IOException("The training failed: no answer within a minute.");
            }
            frames.add(frame);
        } while (shell.hasReceiveMore());
        return frames;
    }

    private static Map<Channel, Integer> freePorts() throws IOException {
        Map<Channel, Integer> ports = new EnumMap<>(Channel.class);
        List<ServerSocket> held = new ArrayList<>(); // all at once, so that no port comes twice
        for (Channel channel : Channel.values()) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            held.add(socket);
            ports.put(channel, socket.getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return ports;
    }
}
