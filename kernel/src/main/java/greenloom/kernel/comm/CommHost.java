package greenloom.kernel.comm;

import greenloom.Action;
import java.util.List;
import java.util.Map;

/** What comms need of the kernel that they are in. */
public interface CommHost {

    /** A kernel without front ends: what is sent reaches nobody, and nobody sends. */
    CommHost ALONE = new CommHost() {
        @Override
        public Object owner() {
            return ALONE;
        }

        @Override
        public void send(Object owner, String type, Map<String, ?> content, List<byte[]> buffers) {}

        @Override
        public void run(Object owner, Object cause, Action body) {}
    };

    /** On whose behalf the caller runs; opaque to all but the kernel. */
    Object owner();

    /**
     * Sends a message to all front ends, in order with what {@code owner} puts out.
     *
     * @throws IllegalArgumentException if JSON cannot be made of the content
     */
    void send(Object owner, String type, Map<String, ?> content, List<byte[]> buffers);

    /**
     * Runs {@code body} on a new greenlet, on behalf of {@code owner}, and then tells the front end that the request
     * {@code cause} is done. Any thread.
     */
    void run(Object owner, Object cause, Action body);
}
