package greenloom.web;

import greenloom.internal.net.Offload;
import greenloom.internal.net.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpVersion;

/** Loads the classes of the codec before the first request needs them: that takes a tenth of a second and more, which the loop shall not stand still. */
final class Rehearsal {
    /** Any thread; at worst it is held twice. */
    private static volatile boolean held;

    private Rehearsal() {}

    /** Waits for it, in a greenlet, the first time; then does nothing. */
    static void hold() {
        if (!held) {
            Offload.call(Rehearsal::play);
            held = true;
        }
    }

    private static boolean play() throws IOException {
        BufferStack buffers = new BufferStack();
        Audience audience = new Audience("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        boolean asked = new RequestReader(audience, buffers, 1024).readHead(Long.MAX_VALUE);
        Response answer = Response.text("");
        MessageWriter writer = new MessageWriter(audience, buffers, Long.MAX_VALUE);
        writer.begin(ResponseHead.of(answer, HttpVersion.HTTP_1_1), false, true);
        writer.write(MessageWriter.NOTHING.duplicate(), true);
        Audience answered = new Audience("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        return asked && new ReplyReader(answered, buffers).readHead(Long.MAX_VALUE);
    }

    /** Says its one line and listens to nothing. */
    private static final class Audience implements Transport {
        private final ByteBuffer line;

        Audience(String line) {
            this.line = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public int read(ByteBuffer into, long nanos) {
            int count = line.remaining();
            into.put(line);
            return count == 0 ? -1 : count;
        }

        @Override
        public void write(ByteBuffer from, long nanos) {
            from.position(from.limit());
        }

        @Override
        public boolean awaitReadable(long nanos) {
            return true;
        }

        @Override
        public boolean isStale() {
            return false;
        }

        @Override
        public boolean isEncrypted() {
            return false;
        }

        @Override
        public void shutdownOutput() {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}

        @Override
        public InetSocketAddress localAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return localAddress();
        }

        @Override
        public long nanos() {
            return 0;
        }
    }
}
