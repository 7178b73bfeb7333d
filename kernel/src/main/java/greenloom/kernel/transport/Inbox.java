package greenloom.kernel.transport;

import greenloom.kernel.wire.Channel;
import greenloom.kernel.wire.Message;

/** Who is told what arrives; called on the socket's own thread, so it must not wait. */
public interface Inbox {

    /** A well-formed, rightly signed message. */
    void received(Channel channel, Message message);

    /** A front end subscribed to iopub, for messages under {@code topic}; its welcome. */
    Message subscribed(byte[] topic);
}
