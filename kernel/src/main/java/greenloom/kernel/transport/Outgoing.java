package greenloom.kernel.transport;

import java.util.List;

/** What other threads ask a socket's owner to do. */
sealed interface Outgoing {

    /** Send these frames, then run {@code sent}. */
    record Frames(List<byte[]> frames, Runnable sent) implements Outgoing {}

    /** Run {@code task} once everything that has reached the socket by now is received. */
    record AfterInput(Runnable task) implements Outgoing {}
}
