package greenloom;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/**
 * Has every loop tell the Flight Recorder of its greenlets while a recording goes on, however that was started. The classes of the events are not
 * touched before: to load the first event class of a JVM takes it some hundred milliseconds.
 */
final class FlightRecorders implements FlightRecorderListener {
    private static final boolean AVAILABLE = FlightRecorder.isAvailable();
    private static final FlightRecorders ALL = new FlightRecorders();

    static {
        if (AVAILABLE) {
            FlightRecorder.addListener(ALL);
        }
    }

    /** Guarded by this. */
    private final Set<EventLoop> loops = Collections.newSetFromMap(new WeakHashMap<>());

    /** Guarded by this: which of them tell. */
    private final WeakHashMap<EventLoop, Instrument> telling = new WeakHashMap<>();

    private FlightRecorders() {}

    /** Has {@code loop} told of in recordings from now on. */
    static void follow(EventLoop loop) {
        if (AVAILABLE) {
            ALL.add(loop);
        }
    }

    private synchronized void add(EventLoop loop) {
        loops.add(loop);
        if (FlightRecorder.isInitialized() && isRecording()) {
            tell(loop);
        }
    }

    @Override
    public synchronized void recordingStateChanged(Recording recording) {
        if (isRecording()) {
            loops.forEach(this::tell);
        } else {
            telling.forEach(EventLoop::removeInstrument);
            telling.clear();
        }
    }

    private void tell(EventLoop loop) {
        telling.computeIfAbsent(loop, _ -> {
            Instrument events = new FlightEvents();
            loop.addInstrument(events);
            return events;
        });
    }

    private static boolean isRecording() {
        return FlightRecorder.getFlightRecorder().getRecordings().stream()
                .anyMatch(recording -> recording.getState() == RecordingState.RUNNING);
    }
}
