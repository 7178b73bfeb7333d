package greenloom.kernel.output;

import java.util.ArrayList;
import java.util.List;

/** A cell's text that has not gone out. All but {@link #meter} and the streams' cooling is the output thread's alone. */
final class CellOutput {
    /** Consecutive text of one stream. */
    private record Segment(Stream stream, StringBuilder text) {}

    final Meter meter = new Meter(); // any thread
    private final StreamState out = new StreamState();
    private final StreamState err = new StreamState();
    private final Flood flood = new Flood();
    private final List<Segment> pending = new ArrayList<>();
    private int weight; // of the items pending
    private long due; // when they are to go out, as System.nanoTime; meaningful while there are some

    StreamState state(Stream stream) {
        return stream == Stream.STDOUT ? out : err;
    }

    int weight() {
        return weight;
    }

    boolean isDue(long now) {
        return weight > 0 && now - due >= 0;
    }

    /** Whether nothing is pending and no stream is cooling any more. */
    boolean isQuiet(long now) {
        boolean outWarm = out.warmUp(now);
        boolean errWarm = err.warmUp(now);
        return outWarm && errWarm && weight == 0 && !flood.isHolding();
    }

    long nanosToNext(long now) {
        long cooled = Math.min(out.nanosToEnd(now), err.nanosToEnd(now));
        cooled = flood.isHolding() ? Math.min(cooled, flood.nanosToEnd(now)) : cooled;
        return weight > 0 ? Math.min(cooled, due - now) : cooled;
    }

    void add(Stream stream, String text, int itemWeight, long now) {
        if (pending.isEmpty() || pending.getLast().stream() != stream) {
            pending.add(new Segment(stream, new StringBuilder()));
        }
        pending.getLast().text().append(text);
        long dueOfThis = state(stream).dueFor(now);
        due = weight == 0 || dueOfThis - due < 0 ? dueOfThis : due;
        weight += itemWeight;
    }

    /** Whether a flood has been silent for so long that its end is to be shown. */
    boolean isFloodOver(long now) {
        return weight == 0 && flood.isDue(now);
    }

    /** Gives the sink what the flood has kept back, if there is one. */
    void endFlood(Cell cell, Sink sink) {
        if (flood.isHolding()) {
            flood.release(way(cell, sink));
        }
    }

    /** Gives everything pending to the sink, in order, as far as the flood limit lets it. */
    void send(Cell cell, long floodLimit, Sink sink) {
        List<Segment> segments = List.copyOf(pending);
        int sent = weight;
        pending.clear();
        weight = 0;
        try {
            Flood.Way way = way(cell, sink);
            segments.forEach(segment -> flood.take(segment.stream(), segment.text().toString(), floodLimit, way));
        } finally {
            meter.leave(sent);
        }
    }

    private Flood.Way way(Cell cell, Sink sink) {
        return (stream, text) -> {
            if (!text.isEmpty()) {
                sink.stream(cell, stream.jupyterName, text);
                state(stream).sent(System.nanoTime());
            }
        };
    }
}
