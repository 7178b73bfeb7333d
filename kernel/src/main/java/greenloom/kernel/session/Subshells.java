package greenloom.kernel.session;

import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.wire.InvalidField;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The shells of a kernel: the main one, and those that front ends make beside it (JEP 91). The cells of one wait for each
 * other and for nobody else's, and only they are aborted when one of them fails. All else that names a subshell is
 * answered as it would be for the main one: nothing of it waits for a cell anyway.
 */
final class Subshells {
    private final Execution execution;
    private final Evaluator evaluator;
    private final CellLane main;

    /** By their ids, the oldest first. Any thread. */
    private final Map<String, CellLane> lanes = Collections.synchronizedMap(new LinkedHashMap<>());

    Subshells(Execution execution, Evaluator evaluator) {
        this.execution = execution;
        this.evaluator = evaluator;
        this.main = new CellLane("main", execution);
    }

    void start() {
        main.start();
    }

    void create(Request request) {
        String id = UUID.randomUUID().toString();
        CellLane lane = new CellLane(id, execution);
        lane.start();
        lanes.put(id, lane);
        request.reply(Content.ok().with("subshell_id", id));
    }

    void list(Request request) {
        synchronized (lanes) {
            request.reply(Content.ok().with("subshell_id", Content.strings(lanes.keySet())));
        }
    }

    /** Ends what runs there, too; its cells that wait are aborted. */
    void delete(Request request) throws InvalidField {
        String id = request.fields().text("subshell_id", "");
        CellLane lane = lanes.remove(id);
        if (lane == null) {
            refuse(request, id);
            return;
        }
        lane.close();
        evaluator.endSubshell(id);
        request.reply(Content.ok());
    }

    /** Whether there is the shell that is to serve the request. */
    boolean know(Request request) {
        return lane(request) != null;
    }

    /** Has the cell run in its turn; false if its shell is gone. */
    boolean add(Request request) {
        CellLane lane = lane(request);
        return lane != null && lane.add(request);
    }

    private @Nullable CellLane lane(Request request) {
        return request.subshell().isEmpty() ? main : lanes.get(request.subshell());
    }

    /** Answers a request for a shell that there is not. */
    static void refuse(Request request) {
        refuse(request, request.subshell());
    }

    private static void refuse(Request request, String id) {
        request.reply(
                Content.error("SubshellNotFound", "There is no subshell " + id + ": it was never made, or deleted.",
                        List.of()));
    }
}
