package greenloom.kernel.output;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/** Late output that waits for a cell to show it: the latest, as much as there is room for. The output thread's alone. */
final class Held {
    static final int ROOM = 1 << 18; // characters

    /** Something to show at a cell, and what to say of it where none comes. */
    private record Entry(String text, int weight, BiConsumer<Cell, Sink> show) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private int weight;
    private long dropped; // entries
    private long droppedLines;

    void add(String text, int itemWeight, BiConsumer<Cell, Sink> show) {
        entries.add(new Entry(text, itemWeight, show));
        weight += itemWeight;
        while (weight > ROOM && entries.size() > 1) {
            Entry oldest = entries.remove();
            weight -= oldest.weight();
            dropped++;
            droppedLines += oldest.text().lines().count();
        }
    }

    /** Shows all of it at {@code cell}. */
    void release(Cell cell, Sink sink) {
        if (dropped > 0) {
            sink.stream(cell, Stream.STDERR.jupyterName, notice());
        }
        entries.forEach(entry -> entry.show().accept(cell, sink));
        clear();
    }

    /** Empties it; what it held, as text. */
    String drain() {
        StringBuilder text = new StringBuilder(dropped > 0 ? notice() : "");
        entries.forEach(entry -> text.append(entry.text()));
        clear();
        return text.toString();
    }

    private String notice() {
        return "[late output: " + droppedLines
                + " earlier lines were dropped, because no cell ran that could show them]\n";
    }

    private void clear() {
        entries.clear();
        weight = 0;
        dropped = 0;
        droppedLines = 0;
    }
}
