package greenloom.kernel.transport;

import java.util.List;
import java.util.Optional;

/** What a socket's owner does with what it receives. */
@FunctionalInterface
interface Input {

    /** Takes a message in, without waiting; frames to send at once, before anything queued, where there are any. */
    Optional<List<byte[]>> take(List<byte[]> frames);
}
