package greenloom.kernel.session;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import greenloom.Action;
import greenloom.EventLoop;
import greenloom.GreenletLocal;
import greenloom.internal.Host;
import greenloom.kernel.comm.CommHost;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.wire.Origin;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Lets cells have comms: what is sent goes the way of their outputs, what comes is handled on the loop that they run on. */
public final class CellComms implements CommHost {
    private static final int OVERHEAD = 1024;

    // As in displays, but that nulls are kept, which widgets tell from fields that are not there.
    private static final Gson GSON = new Gson().newBuilder().serializeNulls().create();

    /** The message that the current greenlet handles, or comes of. */
    private static final GreenletLocal<Origin> CAUSE = GreenletLocal.withInitial(() -> Origin.NONE);

    private final Outlet outlet;
    private final Outputs outputs;
    private final Supplier<EventLoop> loop;

    /** Comms whose messages leave by {@code outlet} and are handled on {@code loop}, which may wait for it to be there. */
    public CellComms(Outlet outlet, Outputs outputs, Supplier<EventLoop> loop) {
        this.outlet = outlet;
        this.outputs = outputs;
        this.loop = loop;
    }

    @Override
    public Object owner() {
        Cell cell = outputs.current();
        if (cell == null) {
            throw new IllegalStateException("There is no cell yet that a comm could belong to");
        }
        return cell;
    }

    @Override
    public void send(Object owner, String type, Map<String, ?> content, List<byte[]> buffers) {
        Cell cell = (Cell) owner;
        JsonObject json = json(content);
        Origin cause = cause(cell);
        int weight = OVERHEAD + json.toString().length() + buffers.stream().mapToInt(buffer -> buffer.length).sum();
        outputs.inOrder(cell, weight, () -> publish(cause, type, json, buffers));
    }

    private static JsonObject json(Map<String, ?> content) {
        try {
            return GSON.toJsonTree(content).getAsJsonObject();
        } catch (JsonParseException | IllegalArgumentException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("This cannot be sent, because no JSON can be made of it: " + content, e);
        }
    }

    private static Origin cause(Cell cell) {
        Origin cause = Host.greenlet() == null ? Origin.NONE : CAUSE.get();
        return cause.equals(Origin.NONE) && cell.origin() instanceof Origin origin ? origin : cause;
    }

    private void publish(Origin cause, String type, JsonObject content, List<byte[]> buffers) {
        try {
            outlet.publish(cause, type, content, buffers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the kernel is ending: the output thread looks at this itself
        }
    }

    @Override
    public void run(Object owner, Object cause, Action body) {
        Origin origin = (Origin) cause;
        loop.get().spawn("comm", () -> {
            Host.attach(owner);
            CAUSE.set(origin);
            try {
                body.run();
            } finally {
                outputs.inOrder((Cell) owner, 0, () -> outlet.status(origin, "idle"));
            }
        });
    }
}
