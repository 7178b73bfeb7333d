package greenloom.kernel.output;

import greenloom.kernel.display.MimeBundle;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends output that comes after its cell has ended where somebody sees it. Front ends differ: JupyterLab shows it at its
 * cell, nbclient drops what is not of the cell that runs. All but the policy is the output thread's alone.
 */
final class LateSink implements Sink {
    private final Sink next;
    private final LinkedHashSet<Cell> running = new LinkedHashSet<>();
    private final Map<Cell, Map<Stream, MarkedLines>> marked = new HashMap<>(); // of ended cells that print
    private final Held held = new Held();
    private volatile boolean keepsLines; // written by the output thread, read by any
    private volatile LatePolicy policy = LatePolicy.AUTO; // set by any thread

    LateSink(Sink next) {
        this.next = next;
    }

    void setPolicy(LatePolicy newPolicy) {
        policy = newPolicy;
    }

    LatePolicy policy() {
        return policy;
    }

    /** From now on {@code cell} is the one that runs. */
    void begun(Cell cell) {
        running.add(cell);
        if (!cell.silent()) {
            held.release(cell, next);
        }
    }

    /** From now on what comes of {@code cell} is late. */
    void ended(Cell cell) {
        if (cell.equals(shower())) {
            marked.values().forEach(streams -> streams.forEach((stream, lines) -> toRunning(stream, lines.rest())));
            marked.clear();
            keepsLines = false;
        }
        running.remove(cell);
    }

    /** Whether the end of the cell that runs may show what others have printed before. Any thread. */
    boolean keepsLines() {
        return keepsLines;
    }

    /** The cell that shows others' output now; null if none runs. */
    private @Nullable Cell shower() {
        return running.reversed().stream().filter(cell -> !cell.silent()).findFirst().orElse(null);
    }

    private void route(Cell cell, Runnable home, Runnable elsewhere) {
        boolean late = !running.contains(cell);
        if (!late || policy.atHome(cell)) {
            home.run();
        }
        if (late && policy.atRunning(cell)) {
            elsewhere.run();
        }
    }

    @Override
    public void stream(Cell cell, String name, String text) {
        Stream stream = Stream.of(name);
        route(cell, () -> atHome(cell, stream, text), () -> toRunning(stream, lines(cell, stream).add(text)));
    }

    private void atHome(Cell cell, Stream stream, String text) {
        cell.output.state(stream).endsInLine = !text.endsWith("\n");
        next.stream(cell, stream.jupyterName, text);
    }

    private MarkedLines lines(Cell cell, Stream stream) {
        keepsLines = true;
        return marked.computeIfAbsent(cell, _ -> new EnumMap<>(Stream.class))
                .computeIfAbsent(stream, _ -> new MarkedLines(cell));
    }

    private void toRunning(Stream stream, String lines) {
        if (!lines.isEmpty()) {
            toRunning(lines, lines.length(), (cell, sink) -> {
                boolean open = cell.output.state(stream).endsInLine;
                cell.output.state(stream).endsInLine = false;
                sink.stream(cell, stream.jupyterName, open ? "\n" + lines : lines);
            });
        }
    }

    private void toRunning(String text, int weight, BiConsumer<Cell, Sink> show) {
        Cell cell = shower();
        if (cell == null) {
            held.add(text, weight, show);
        } else {
            show.accept(cell, next);
        }
    }

    @Override
    public void display(Cell cell, MimeBundle bundle, Optional<String> id) {
        route(cell, () -> next.display(cell, bundle, id), () -> {
            toRunning(Stream.STDOUT, MarkedLines.mark(cell) + "shows:\n");
            toRunning(plain(bundle), bundle.weight(), (at, sink) -> sink.display(at, bundle, id));
        });
    }

    @Override
    public void update(Cell cell, MimeBundle bundle, String id) {
        route(cell, () -> next.update(cell, bundle, id),
                () -> toRunning(plain(bundle), bundle.weight(), (at, sink) -> sink.update(at, bundle, id)));
    }

    private static String plain(MimeBundle bundle) {
        return bundle.data().getOrDefault("text/plain", bundle.data().keySet()) + "\n";
    }

    @Override
    public void error(Cell cell, String name, String message, List<String> traceback) {
        route(cell, () -> next.error(cell, name, message, traceback), () -> toRunning(
                Stream.STDERR, new MarkedLines(cell).add(String.join("\n", traceback) + "\n")));
    }

    /** Another cell keeps what it shows. */
    @Override
    public void clear(Cell cell, boolean atNextOutput) {
        route(cell, () -> next.clear(cell, atNextOutput), () -> {});
    }

    /** What nothing has shown by now, as text. */
    String drain() {
        marked.values().forEach(streams -> streams.forEach((stream, lines) -> toRunning(stream, lines.rest())));
        return held.drain();
    }
}
