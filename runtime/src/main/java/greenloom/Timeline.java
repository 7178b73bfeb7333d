package greenloom;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import greenloom.internal.Seconds;
import greenloom.internal.SpinLock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records which greenlet ran when, into a ring that keeps the latest turns, and hands them out for a picture or for Perfetto.
 *
 * <pre>{@code
 * try (Timeline timeline = Timeline.record()) {
 *     joinAll(a, b, c);
 *     timeline.perfetto(Path.of("trace.json"));
 * }
 * }</pre>
 */
public final class Timeline implements AutoCloseable {
    /** How many turns are kept. */
    public static final int CAPACITY = 1 << 16;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;

    private final EventLoop loop;
    private final long start = System.nanoTime();
    private final SpinLock lock = new SpinLock();
    private final Recorder recorder = new Recorder();

    /** Under the lock. */
    private final Turn[] ring = new Turn[CAPACITY];

    /** Under the lock: all turns ever recorded. */
    private long count;

    private Timeline(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * One turn of a greenlet.
     *
     * @param id the greenlet's
     * @param name the greenlet's
     * @param begin when it began, in seconds since the recording did
     * @param end when it was over
     */
    public record Turn(long id, String name, double begin, double end) {}

    /**
     * Records the current loop from now on, until it is closed.
     *
     * @throws IllegalStateException outside any loop
     */
    public static Timeline record() {
        Timeline timeline = new Timeline(EventLoop.current());
        timeline.loop.addInstrument(timeline.recorder);
        return timeline;
    }

    /** Ends the recording; what was recorded stays. */
    @Override
    public void close() {
        loop.removeInstrument(recorder);
    }

    /** The latest turns, at most {@value #CAPACITY}, the oldest first. Any thread. */
    public List<Turn> turns() {
        lock.lock();
        try {
            List<Turn> turns = new ArrayList<>();
            for (long i = Math.max(0, count - CAPACITY); i < count; i++) {
                turns.add(ring[(int) (i % CAPACITY)]);
            }
            return turns;
        } finally {
            lock.unlock();
        }
    }

    /** How many turns were recorded and are kept no more. Any thread. */
    public long dropped() {
        lock.lock();
        try {
            return Math.max(0, count - CAPACITY);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes the turns as a trace that Perfetto opens, a row for each greenlet.
     *
     * @param path the file to write
     * @throws IOException if it cannot be written
     */
    public void perfetto(Path path) throws IOException {
        try (OutputStream out = Files.newOutputStream(path);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("traceEvents");
            List<Turn> turns = turns();
            for (Map.Entry<Long, String> greenlet : names(turns).entrySet()) {
                writeName(json, greenlet.getKey(), greenlet.getValue());
            }
            for (Turn turn : turns) {
                writeTurn(json, turn);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static Map<Long, String> names(List<Turn> turns) {
        Map<Long, String> names = new HashMap<>();
        turns.forEach(turn -> names.put(turn.id(), turn.name()));
        return names;
    }

    private static void writeName(JsonGenerator json, long id, String name) throws IOException {
        writeHead(json, "M", "thread_name", id);
        json.writeObjectFieldStart("args");
        json.writeStringField("name", name);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeTurn(JsonGenerator json, Turn turn) throws IOException {
        writeHead(json, "X", turn.name(), turn.id());
        json.writeNumberField("ts", turn.begin() * NANOS_PER_SECOND / NANOS_PER_MICRO);
        json.writeNumberField("dur", (turn.end() - turn.begin()) * NANOS_PER_SECOND / NANOS_PER_MICRO);
        json.writeEndObject();
    }

    private static void writeHead(JsonGenerator json, String phase, String name, long id) throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", phase);
        json.writeStringField("name", name);
        json.writeNumberField("pid", 1);
        json.writeNumberField("tid", id);
    }

    /** Called on the carrier; hands each whole turn over under the lock. */
    private final class Recorder implements Instrument {
        /** Carrier only. */
        private long begin;

        @Override
        public void beforeRun(Greenlet<?> greenlet) {
            begin = System.nanoTime();
        }

        @Override
        public void afterRun(Greenlet<?> greenlet) {
            double first = Seconds.of(begin - start);
            Turn turn = new Turn(greenlet.strand().id(), greenlet.name(), first,
                    Seconds.of(System.nanoTime() - start));
            lock.lock();
            ring[(int) (count++ % CAPACITY)] = turn;
            lock.unlock();
        }
    }
}
