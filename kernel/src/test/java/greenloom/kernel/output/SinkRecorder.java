package greenloom.kernel.output;

import greenloom.kernel.display.MimeBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Keeps what it is given as lines {@code cell kind text}; can be made to hold, as a client that does not read. */
final class SinkRecorder implements Sink {
    final Semaphore open = new Semaphore(Integer.MAX_VALUE / 2);
    private final List<String> seen = new ArrayList<>();

    @Override
    public void stream(Cell cell, String name, String text) {
        add(cell, name, text);
    }

    @Override
    public void display(Cell cell, MimeBundle bundle, Optional<String> id) {
        add(cell, "display", bundle.data().toString());
    }

    @Override
    public void update(Cell cell, MimeBundle bundle, String id) {
        add(cell, "update " + id, bundle.data().toString());
    }

    @Override
    public void error(Cell cell, String name, String message, List<String> traceback) {
        add(cell, "error", message);
    }

    @Override
    public void clear(Cell cell, boolean atNextOutput) {
        add(cell, "clear", String.valueOf(atNextOutput));
    }

    private void add(Cell cell, String kind, String text) {
        open.acquireUninterruptibly();
        synchronized (seen) {
            seen.add(cell.number() + " " + kind + " " + text);
        }
    }

    void hold() {
        open.drainPermits();
    }

    void goOn() {
        open.release(Integer.MAX_VALUE / 2);
    }

    List<String> seen() {
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    String text(int cell, String stream) {
        String start = cell + " " + stream + " ";
        StringBuilder text = new StringBuilder();
        seen().stream().filter(line -> line.startsWith(start))
                .forEach(line -> text.append(line.substring(start.length())));
        return text.toString();
    }
}
