package greenloom.kernel.session;

import com.google.gson.JsonObject;
import greenloom.kernel.wire.Channel;
import greenloom.kernel.wire.Message;
import greenloom.kernel.wire.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A transport without sockets: keeps what is sent, in order. */
final class OutboxRecorder implements Outbox {
    /** What was sent where. */
    record Sent(Channel channel, Message message) {
        String type() {
            return message.type();
        }

        JsonObject content() {
            return message.content();
        }

        String parent() {
            return message.parent().has("msg_id") ? message.parent().get("msg_id").getAsString() : "";
        }

        @Override
        public String toString() {
            return type().equals("status") ? content().get("execution_state").getAsString() : type();
        }
    }

    private final List<Sent> sent = new ArrayList<>();

    @Override
    public synchronized void send(Channel channel, Message message) {
        sent.add(new Sent(channel, message));
        notifyAll();
    }

    @Override
    public void publish(Message message) {
        send(Channel.IOPUB, message);
    }

    @Override
    public void afterInput(Channel channel, Runnable then) {
        then.run();
    }

    synchronized List<Sent> about(String parent) {
        return sent.stream().filter(message -> message.parent().equals(parent)).toList();
    }

    /** Waits for the idle of {@code parent}; all that was sent about it. */
    List<Sent> untilIdle(String parent) throws InterruptedException {
        await(message -> message.parent().equals(parent) && message.toString().equals("idle"));
        return about(parent);
    }

    synchronized Sent await(Predicate<Sent> wanted) throws InterruptedException {
        while (sent.stream().noneMatch(wanted)) {
            wait();
        }
        return sent.stream().filter(wanted).findFirst().orElseThrow();
    }
}
