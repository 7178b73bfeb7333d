package greenloom;

import greenloom.internal.Probe;
import greenloom.internal.Seconds;
import greenloom.internal.Strand;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The instruments of one loop. A failing one never hurts the loop. */
final class Instruments implements Probe {
    private static final Logger LOG = System.getLogger(Instruments.class.getName());

    private final List<Instrument> installed = new CopyOnWriteArrayList<>();
    private final Runnable onEmpty;

    /**
     * Makes a list without instruments.
     *
     * @param onEmpty called when the last instrument was removed
     */
    Instruments(Runnable onEmpty) {
        this.onEmpty = onEmpty;
    }

    void add(Instrument instrument) {
        installed.add(instrument);
    }

    void remove(Instrument instrument) {
        if (installed.remove(instrument) && installed.isEmpty()) {
            onEmpty.run();
        }
    }

    private void tell(Consumer<Instrument> what) {
        for (Instrument instrument : installed) {
            try {
                what.accept(instrument);
            } catch (Throwable e) {
                remove(instrument);
                LOG.log(Level.WARNING, "The instrument " + instrument + " failed and was removed", e);
            }
        }
    }

    private static Greenlet<?> of(Strand strand) {
        return (Greenlet<?>) strand.owner();
    }

    @Override
    public void spawned(Strand strand) {
        tell(instrument -> instrument.spawned(of(strand)));
    }

    @Override
    public void scheduled(Strand strand, @Nullable Strand by) {
        tell(instrument -> instrument.scheduled(of(strand), by == null ? null : of(by)));
    }

    @Override
    public void beforeRun(Strand strand) {
        tell(instrument -> instrument.beforeRun(of(strand)));
    }

    @Override
    public void afterRun(Strand strand) {
        tell(instrument -> instrument.afterRun(of(strand)));
    }

    @Override
    public void blocked(Strand strand, Object site) {
        tell(instrument -> instrument.blocked(of(strand), site));
    }

    @Override
    public void exited(Strand strand) {
        tell(instrument -> instrument.exited(of(strand)));
    }

    @Override
    public void beforeIoWait(long nanos) {
        double seconds = nanos == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : Seconds.of(nanos);
        tell(instrument -> instrument.beforeIoWait(seconds));
    }

    @Override
    public void afterIoWait() {
        tell(Instrument::afterIoWait);
    }
}
