package greenloom.kernel.console;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.MarkedLines;
import greenloom.kernel.output.Sink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.reader.LineReader;
import org.jspecify.annotations.Nullable;

/**
 * Shows outputs in a terminal as they come: those of the cell that runs as they are; late ones as lines above the prompt,
 * each with the number of its cell. Called by the output thread and the console's.
 */
public final class TerminalSink implements Sink {
    private final Map<Cell, Map<String, MarkedLines>> late = new HashMap<>(); // guarded by this, as all below
    private @Nullable LineReader reader;
    private @Nullable Cell running;
    private boolean inLine; // whether the running cell has begun a line and not ended it

    /** From now on outputs are shown, by {@code newReader}. */
    synchronized void connect(LineReader newReader) {
        reader = newReader;
    }

    /** From now on {@code cell} is the one that runs; what others have begun to say is shown first. */
    synchronized void begin(Cell cell) {
        late.values().forEach(streams -> streams.values().forEach(lines -> showLines(lines.rest())));
        late.clear();
        running = cell;
    }

    /** The running cell has ended, and all that it put out before has come. */
    synchronized void end() {
        endLine();
        running = null;
    }

    /** Whether no cell runs. */
    synchronized boolean isIdle() {
        return running == null;
    }

    /** Shows {@code text}, which is of no cell, in lines of its own. */
    synchronized void tell(String text) {
        showLines(text.endsWith("\n") ? text : text + "\n");
    }

    @Override
    public synchronized void stream(Cell cell, String name, String text) {
        if (cell == running) {
            show(text);
            inLine = !text.endsWith("\n");
        } else {
            showLines(late.computeIfAbsent(cell, _ -> new HashMap<>())
                    .computeIfAbsent(name, _ -> new MarkedLines(cell)).add(text));
        }
    }

    @Override
    public synchronized void display(Cell cell, MimeBundle bundle, Optional<String> id) {
        shown(cell, text(bundle));
    }

    /** What is on the screen stays: the new form is shown as a late output is. */
    @Override
    public synchronized void update(Cell cell, MimeBundle bundle, String id) {
        shown(cell, text(bundle));
    }

    @Override
    public synchronized void error(Cell cell, String name, String message, List<String> traceback) {
        shown(cell, String.join("\n", traceback));
    }

    /** What is on the screen stays. */
    @Override
    public void clear(Cell cell, boolean atNextOutput) {}

    /** What a terminal can show of {@code bundle}. */
    static String text(MimeBundle bundle) {
        return String.valueOf(bundle.data().getOrDefault("text/plain", bundle.data().keySet()));
    }

    private void shown(Cell cell, String text) {
        showLines(cell == running ? text + "\n" : new MarkedLines(cell).add(text + "\n"));
    }

    private void showLines(String lines) {
        if (!lines.isEmpty()) {
            endLine();
            show(lines);
        }
    }

    /** Ends the line that the running cell has begun, if it has. */
    synchronized void endLine() {
        if (inLine) {
            show("\n");
            inLine = false;
        }
    }

    private void show(String text) {
        if (reader == null) {
            return; // nothing runs before there is a reader
        }
        if (running == null || reader.isReading()) {
            reader.printAbove(text);
        } else { // it would end the line
            reader.getTerminal().writer().print(text);
            reader.getTerminal().flush();
        }
    }
}
