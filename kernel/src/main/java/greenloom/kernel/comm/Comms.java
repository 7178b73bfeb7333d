package greenloom.kernel.comm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The comms that are open, and the targets that front ends may open more to. What front ends say is handled on greenlets,
 * however long it takes; nothing here waits. {@code comm.CommManager} of ipykernel.
 */
public final class Comms {
    private static volatile Comms current = new Comms(CommHost.ALONE); // set once by the kernel, read by any thread

    private final CommHost host;
    private final Map<String, Comm> open = new ConcurrentHashMap<>(); // by id
    private final Map<String, Comm.Owned<CommTarget>> targets = new ConcurrentHashMap<>(); // by name

    /** Comms of {@code host}, none of them open. */
    public Comms(CommHost host) {
        this.host = host;
    }

    /** Says which comms this process has; called by the kernel at its start. */
    public static void connect(Comms comms) {
        current = comms;
    }

    /** Those of this process. */
    public static Comms current() {
        return current;
    }

    /** From now on front ends may open comms to {@code name}, which {@code target} takes; it replaces an earlier one. */
    public void register(String name, CommTarget target) {
        targets.put(name, owned(target));
    }

    /** Opens a comm to what the front end knows as {@code target}. */
    public Comm open(String target, Map<String, ?> data, byte[]... buffers) {
        Comm comm = new Comm(this, UUID.randomUUID().toString().replace("-", ""), target, host.owner());
        comm.settle(); // who sets a handler before it waits misses nothing
        send("comm_open", Map.of("comm_id", comm.id(), "target_name", target, "data", data), Comm.copies(buffers));
        open.put(comm.id(), comm);
        return comm;
    }

    /** A front end opens a comm; false if nobody takes it, or if there is that one already. Returns at once. */
    public boolean opened(String id, String name, CommMessage opening, Object cause) {
        Comm.Owned<CommTarget> target = targets.get(name);
        if (target == null) {
            return false;
        }
        Comm comm = new Comm(this, id, name, target.owner());
        if (open.putIfAbsent(id, comm) != null) {
            return false;
        }
        host.run(target.owner(), cause, () -> begin(comm, target.handler(), opening));
        return true;
    }

    private static void begin(Comm comm, CommTarget target, CommMessage opening) throws Exception {
        boolean well = false;
        try {
            target.opened(comm, opening);
            well = true;
        } finally {
            comm.settle();
            if (!well) {
                comm.close();
            }
        }
    }

    /** A front end has sent a message; false if there is no such comm. Returns at once. */
    public boolean received(String id, CommMessage message, Object cause) {
        Comm comm = open.get(id);
        if (comm == null) {
            return false;
        }
        host.run(comm.receiver(), cause, () -> comm.handle(message));
        return true;
    }

    /** A front end has closed a comm; false if nobody wants to know. Returns at once. */
    public boolean closed(String id, CommMessage last, Object cause) {
        Comm comm = open.remove(id);
        Comm.@Nullable Owned<CommHandler> closer = comm == null ? null : comm.closer();
        if (closer == null) {
            return false;
        }
        host.run(closer.owner(), cause, () -> closer.handler().handle(last));
        return true;
    }

    /** The targets of the open comms by their ids; of all, if {@code target} is empty. */
    public Map<String, String> targets(String target) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Comm comm : new ArrayList<>(open.values())) {
            if (target.isEmpty() || target.equals(comm.target())) {
                found.put(comm.id(), comm.target());
            }
        }
        return found;
    }

    boolean isOpen(Comm comm) {
        return comm.equals(open.get(comm.id()));
    }

    /** Counts it as closed; whether it was open. */
    boolean forget(Comm comm) {
        return open.remove(comm.id(), comm);
    }

    <T> Comm.Owned<T> owned(T handler) {
        return new Comm.Owned<>(handler, host.owner());
    }

    void send(String type, Map<String, ?> content, List<byte[]> buffers) {
        host.send(host.owner(), type, content, buffers);
    }
}
