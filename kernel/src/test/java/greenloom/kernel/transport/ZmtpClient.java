package greenloom.kernel.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A front end's end of one ZeroMQ connection, written against the protocol (ZMTP 3.0, mechanism NULL). Not JeroMQ's:
 * its connecting side now and then forgets a connection that it has just made (zeromq/jeromq#1022).
 */
final class ZmtpClient implements AutoCloseable {
    private static final int HANG_MILLIS = 60_000;
    private static final int MORE = 1;
    private static final int LONG = 2;
    private static final int COMMAND = 4;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private ZmtpClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Connects to {@code tcp://host:port} as a socket of {@code type} (REQ, DEALER, SUB) and shakes hands. */
    static ZmtpClient connect(String address, String type) throws IOException {
        URI uri = URI.create(address);
        ZmtpClient client = new ZmtpClient(new Socket(uri.getHost(), uri.getPort()));
        client.socket.setSoTimeout(HANG_MILLIS);
        client.out.write(greeting());
        client.in.readFully(new byte[64]);
        client.write(COMMAND, ready(type));
        client.in.skipNBytes(client.readHeader().length());
        return client;
    }

    private static byte[] greeting() {
        ByteBuffer greeting = ByteBuffer.allocate(64);
        greeting.put((byte) 0xff).position(9).put((byte) 0x7f).put((byte) 3).put((byte) 0)
                .put("NULL".getBytes(US_ASCII));
        return greeting.array();
    }

    private static byte[] ready(String type) {
        ByteArrayOutputStream ready = new ByteArrayOutputStream();
        ready.write(5);
        ready.writeBytes("READY".getBytes(US_ASCII));
        ready.write(11);
        ready.writeBytes("Socket-Type".getBytes(US_ASCII));
        ready.writeBytes(ByteBuffer.allocate(4).putInt(type.length()).array());
        ready.writeBytes(type.getBytes(US_ASCII));
        return ready.toByteArray();
    }

    void send(String... frames) throws IOException {
        List<byte[]> bytes = new ArrayList<>();
        for (String frame : frames) {
            bytes.add(frame.getBytes(UTF_8));
        }
        send(bytes);
    }

    void send(List<byte[]> frames) throws IOException {
        for (int i = 0; i < frames.size(); i++) {
            write(i < frames.size() - 1 ? MORE : 0, frames.get(i));
        }
    }

    void subscribe(String topic) throws IOException {
        send("\1" + topic);
    }

    /** The next message, waiting for it. */
    List<byte[]> receive() throws IOException {
        List<byte[]> frames = new ArrayList<>();
        Header header;
        do {
            header = readHeader();
            frames.add(in.readNBytes(header.length()));
        } while (header.more());
        return frames;
    }

    /** The next message, if it comes within {@code millis}. */
    Optional<List<byte[]>> receive(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return Optional.of(receive());
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } finally {
            socket.setSoTimeout(HANG_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private record Header(boolean more, int length) {}

    private Header readHeader() throws IOException {
        int flags = in.read();
        if (flags < 0) {
            throw new EOFException("the kernel closed the connection");
        }
        long length = (flags & LONG) == 0 ? in.readUnsignedByte() : in.readLong();
        return new Header((flags & MORE) != 0, Math.toIntExact(length));
    }

    private void write(int flags, byte[] body) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + body.length);
        if (body.length > 255) {
            frame.put((byte) (flags | LONG)).putLong(body.length);
        } else {
            frame.put((byte) flags).put((byte) body.length);
        }
        out.write(frame.put(body).array(), 0, frame.position());
    }
}
