package greenloom.kernel.session;

import com.google.gson.JsonObject;
import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Sink;
import greenloom.kernel.wire.Origin;
import java.util.List;
import java.util.Optional;

/** Publishes outputs as messages of the cell that they belong to, however late they come. */
final class CellSink implements Sink {
    private final Outlet outlet;

    CellSink(Outlet outlet) {
        this.outlet = outlet;
    }

    @Override
    public void stream(Cell cell, String name, String text) {
        publish(cell, "stream", Content.empty().with("name", name).with("text", text));
    }

    @Override
    public void display(Cell cell, MimeBundle bundle, Optional<String> id) {
        JsonObject transientData = new JsonObject();
        id.ifPresent(value -> transientData.addProperty("display_id", value));
        publish(cell, "display_data", Bundles.content(bundle).with("transient", transientData));
    }

    @Override
    public void update(Cell cell, MimeBundle bundle, String id) {
        Content transientData = Content.empty().with("display_id", id);
        publish(cell, "update_display_data", Bundles.content(bundle).with("transient", transientData));
    }

    @Override
    public void error(Cell cell, String name, String message, List<String> traceback) {
        publish(cell, "error", Content.empty().withError(name, message, traceback));
    }

    @Override
    public void clear(Cell cell, boolean atNextOutput) {
        publish(cell, "clear_output", Content.empty().with("wait", atNextOutput));
    }

    private void publish(Cell cell, String type, Content content) {
        Origin origin = cell.origin() instanceof Origin known ? known : Origin.NONE;
        try {
            outlet.publish(origin, type, content.json());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the kernel is ending: the output thread looks at this itself
        }
    }
}
