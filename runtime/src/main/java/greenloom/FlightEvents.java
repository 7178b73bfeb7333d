package greenloom;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One loop's greenlets as events of the JDK's Flight Recorder. */
final class FlightEvents implements Instrument {
    private final Map<Greenlet<?>, Wait> waits = new ConcurrentHashMap<>();

    /** Carrier only: a run ends on the carrier that it began on, or, if that was given up, never. */
    private @Nullable Run run;

    @Override
    public void spawned(Greenlet<?> greenlet) {
        Spawn event = new Spawn();
        if (event.isEnabled()) {
            event.greenlet = greenlet.strand().id();
            event.name = greenlet.name();
            event.parent = greenlet.strand().parentId();
            event.commit();
        }
    }

    @Override
    public void beforeRun(Greenlet<?> greenlet) {
        Wait wait = waits.remove(greenlet);
        if (wait != null) {
            wait.commit();
        }
        run = new Run();
        run.begin();
    }

    @Override
    public void afterRun(Greenlet<?> greenlet) {
        Run event = run;
        run = null;
        if (event != null && event.shouldCommit()) {
            event.greenlet = greenlet.strand().id();
            event.name = greenlet.name();
            event.commit();
        }
    }

    @Override
    public void blocked(Greenlet<?> greenlet, Object on) {
        Wait event = new Wait();
        if (event.isEnabled()) {
            event.begin();
            event.greenlet = greenlet.strand().id();
            event.name = greenlet.name();
            event.on = on.toString();
            waits.put(greenlet, event);
        }
    }

    @Override
    public void exited(Greenlet<?> greenlet) {
        waits.remove(greenlet);
    }

    /** A greenlet was started. */
    @Name("greenloom.Spawn")
    @Label("Greenlet Spawn")
    @Category("Greenloom")
    static final class Spawn extends Event {
        @Label("Greenlet") long greenlet;

        @Label("Name")
        @Nullable String name;

        @Label("Parent")
        @Description("The greenlet that spawned it; 0 for none") long parent;
    }

    /** One turn of a greenlet. */
    @Name("greenloom.Run")
    @Label("Greenlet Run")
    @Category("Greenloom")
    @StackTrace(false)
    static final class Run extends Event {
        @Label("Greenlet") long greenlet;

        @Label("Name")
        @Nullable String name;
    }

    /** A greenlet's wait for one of Greenloom's own things, up to its next turn. */
    @Name("greenloom.Wait")
    @Label("Greenlet Wait")
    @Category("Greenloom")
    @StackTrace(false)
    static final class Wait extends Event {
        @Label("Greenlet") long greenlet;

        @Label("Name")
        @Nullable String name;

        @Label("Waits For")
        @Nullable String on;
    }
}
