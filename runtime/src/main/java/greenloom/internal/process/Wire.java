package greenloom.internal.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The pipes between a pool and one worker process, from either end: frames of a kind, a number and a parcel. Sent by any thread, received by one. */
final class Wire implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    /** What a frame is. */
    enum Kind {
        /** To the worker: where classes come from that are called by the number. */
        ORIGIN(1),
        /** To the worker: what to run with classes of that number. */
        TASK(2),
        /** From the worker: it needs the class of that name. */
        ASK(3),
        /** To the worker: the class it asked for; the number tells whether there is one. */
        CLASS(4),
        /** From the worker: what the task has printed. */
        OUT(5),
        /** From the worker: what the task has complained about. */
        ERR(6),
        /** From the worker: what came of the task. */
        VALUE(7),
        /** From the worker: what the task threw. */
        FAILURE(8),
        /** To the worker: that was all. */
        END(9);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private static Kind of(int code) throws IOException {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IOException("no frame of ours: kind " + code);
        }
    }

    /** What came. */
    record Frame(Kind kind, int number, Parcel parcel) {}

    private final DataInputStream in;
    private final DataOutputStream out;
    private final ReentrantLock sending = new ReentrantLock();

    Wire(InputStream in, OutputStream out) {
        this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
        this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER));
    }

    /** Sends a frame; waits while the other end reads nothing. */
    void send(Kind kind, int number, Parcel parcel) throws IOException {
        sending.lock();
        try {
            out.writeByte(kind.code);
            out.writeInt(number);
            parcel.writeTo(out);
            out.flush();
        } finally {
            sending.unlock();
        }
    }

    /** Waits for the next frame; {@link EOFException} where the other end is gone. */
    Frame receive() throws IOException {
        Kind kind = Kind.of(in.readUnsignedByte());
        int number = in.readInt();
        int length = in.readInt();
        int count = in.readInt();
        byte[] body = bytes(length);
        List<byte[]> arrays = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arrays.add(bytes(in.readInt()));
        }
        return new Frame(kind, number, new Parcel(new Parcel.Body(body), arrays));
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
        out.close();
    }
}
