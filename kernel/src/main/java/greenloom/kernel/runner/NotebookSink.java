package greenloom.kernel.runner;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Sink;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Puts every output at its own cell, however late it comes: each cell's origin is its output area. */
public final class NotebookSink implements Sink {
    private final Queue<OutputArea> areas = new ConcurrentLinkedQueue<>(); // added to by the runner

    /** A new cell's outputs, which updates of displays will find. */
    OutputArea newArea() {
        OutputArea area = new OutputArea();
        areas.add(area);
        return area;
    }

    private static Optional<OutputArea> area(Cell cell) {
        return cell.origin() instanceof OutputArea area ? Optional.of(area) : Optional.empty();
    }

    @Override
    public void stream(Cell cell, String name, String text) {
        area(cell).ifPresent(area -> area.stream(name, text));
    }

    @Override
    public void display(Cell cell, MimeBundle bundle, Optional<String> id) {
        area(cell).ifPresent(area -> area.display(bundle, id));
    }

    @Override
    public void update(Cell cell, MimeBundle bundle, String id) {
        areas.forEach(area -> area.update(id, bundle));
    }

    @Override
    public void error(Cell cell, String name, String message, List<String> traceback) {
        area(cell).ifPresent(area -> area.error(name, message, traceback));
        failedLate(cell, name + ": " + message);
    }

    /** Something of {@code cell} has failed that is no error of its own code. Any thread. */
    public void failedLate(Cell cell, String what) {
        area(cell).ifPresent(area -> area.failedLate(what));
    }

    @Override
    public void clear(Cell cell, boolean atNextOutput) {
        area(cell).ifPresent(area -> area.clear(atNextOutput));
    }
}
