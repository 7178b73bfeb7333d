package greenloom.kernel.transport;

import greenloom.kernel.Log;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * One socket and the one thread that touches it. The thread blocks in a selector of its own, on the socket's signal
 * channel; others leave work in a queue and wake the selector. A pipe as the waker was rejected: an interrupted thread
 * that writes to one closes it, and writers here may be user code under interrupt.
 *
 * <p>A ZeroMQ socket's signal is edge-triggered: any use of the socket may consume it. So after each send, and before
 * each wait, the socket itself is asked whether there is input.
 */
final class SocketLoop {
    private static final int INPUT_BATCH = 64; // a flooding peer must not keep replies from leaving

    private final ZMQ.Socket socket; // the opener's until start, then only the thread's
    private final Input input;
    private final Thread thread;
    private final Selector selector; // select: the thread; wakeup: any
    private final Queue<Outgoing> outgoing = new ConcurrentLinkedQueue<>(); // added to by any thread
    private final Queue<Runnable> afterInput = new ArrayDeque<>(); // the thread's
    private volatile boolean closing; // set by any thread, once

    SocketLoop(String name, ZMQ.Socket socket, Input input) throws IOException {
        this.socket = socket;
        this.input = input;
        this.selector = Selector.open();
        socket.getFD().register(selector, SelectionKey.OP_READ);
        this.thread = Thread.ofPlatform().name("greenloom-" + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Leaves work for the owner. Never waits; any thread. */
    void offer(Outgoing work) {
        outgoing.add(work);
        selector.wakeup();
    }

    /** Sends what is queued, closes the socket, and waits for that. */
    void close(long millis) throws InterruptedException {
        closing = true;
        selector.wakeup();
        thread.join(millis);
    }

    private void run() {
        try (selector;
                socket) {
            while (!closing) {
                turn();
            }
            sendAll();
        } catch (IOException e) {
            Log.warn("socket " + thread.getName() + " is gone: " + e);
        }
    }

    private void turn() throws IOException {
        sendAll();
        if (receiveSome()) {
            return;
        }
        while (!afterInput.isEmpty()) {
            afterInput.remove().run();
        }
        selector.select();
        selector.selectedKeys().clear();
    }

    private void sendAll() {
        for (Outgoing work = outgoing.poll(); work != null; work = outgoing.poll()) {
            switch (work) {
                case Outgoing.Frames(List<byte[]> frames, Runnable sent) -> {
                    receiveSome(); // a subscription that is there gets its welcome before anything else
                    send(frames);
                    sent.run();
                }
                case Outgoing.AfterInput(Runnable task) -> afterInput.add(task);
            }
        }
    }

    private void send(List<byte[]> frames) {
        int last = frames.size() - 1;
        for (int i = 0; i <= last; i++) {
            int flags = i < last ? ZMQ.SNDMORE : 0;
            // Where there is room for the first frame, there is for all.
            if (!socket.send(frames.get(i), flags) && !sendToWhoReads(frames.get(i), flags)) {
                Log.warn(thread.getName() + " gave up a message (errno " + socket.errno() + ")");
                return;
            }
        }
    }

    /**
     * Sends what a client has held up by not reading, for as long as the socket lets it. That one misses it, and what
     * follows until it reads again, and no longer holds up the others.
     */
    private boolean sendToWhoReads(byte[] frame, int flags) {
        if (socket.getSocketType() != SocketType.XPUB) {
            return false;
        }
        Log.warn("a client on " + thread.getName() + " does not read: it misses output from now on");
        socket.setXpubNoDrop(false);
        try {
            return socket.send(frame, flags);
        } finally {
            socket.setXpubNoDrop(true);
        }
    }

    /** Whether there may be more. */
    private boolean receiveSome() {
        for (int i = 0; i < INPUT_BATCH; i++) {
            if ((socket.getEvents() & ZMQ.Poller.POLLIN) == 0) {
                return false;
            }
            take(receive());
        }
        return true;
    }

    // Whatever one message does to its handler, the others must still be served.
    private void take(List<byte[]> frames) {
        try {
            input.take(frames).ifPresent(this::send);
        } catch (RuntimeException | StackOverflowError e) {
            Log.warn("a message on " + thread.getName() + " could not be taken in", e);
        }
    }

    private List<byte[]> receive() {
        List<byte[]> frames = new ArrayList<>();
        do {
            byte[] frame = socket.recv(ZMQ.DONTWAIT);
            if (frame == null) {
                break;
            }
            frames.add(frame);
        } while (socket.hasReceiveMore());
        return frames;
    }
}
