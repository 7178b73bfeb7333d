package greenloom.web;

import greenloom.internal.net.Transport;
import greenloom.internal.net.Turns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** Writes frames, whole ones, whoever sends them; a client's are masked. */
final class FrameWriter {
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int LONGEST_HEADER = 14;
    private static final int KEY = 4;

    private final Transport transport;
    private final boolean masking;
    private final long patience;
    private final Turns turns = new Turns();

    FrameWriter(Transport transport, boolean masking, long patience) {
        this.transport = transport;
        this.masking = masking;
        this.patience = patience;
    }

    /** Writes one frame; if that is ended half way, the connection cannot be used any more and is closed. */
    void write(int opcode, byte[] payload) throws IOException {
        ByteBuffer frame = encode(opcode, payload);
        turns.take();
        boolean whole = false;
        try {
            transport.write(frame, patience);
            whole = true;
        } finally {
            if (!whole && frame.position() > 0) {
                transport.close();
            }
            turns.pass();
        }
    }

    private ByteBuffer encode(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(LONGEST_HEADER + payload.length);
        frame.put((byte) (FIN | opcode));
        int masked = masking ? MASKED : 0;
        if (payload.length < Frame.TWO_BYTES) {
            frame.put((byte) (masked | payload.length));
        } else if (payload.length <= 0xffff) {
            frame.put((byte) (masked | Frame.TWO_BYTES)).putShort((short) payload.length);
        } else {
            frame.put((byte) (masked | Frame.EIGHT_BYTES)).putLong(payload.length);
        }
        if (masking) {
            byte[] key = new byte[KEY];
            // It hides nothing, it only keeps proxies from mistaking a message for a request: any random serves.
            ThreadLocalRandom.current().nextBytes(key);
            byte[] hidden = payload.clone();
            Frame.mask(hidden, key, 0);
            frame.put(key).put(hidden);
        } else {
            frame.put(payload);
        }
        return frame.flip();
    }
}
