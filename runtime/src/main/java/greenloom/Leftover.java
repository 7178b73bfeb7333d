package greenloom;

import greenloom.internal.Scheduler;
import java.lang.ref.PhantomReference;
import org.jspecify.annotations.Nullable;

/** What is left of a generator that has begun and not ended when nobody can reach it any more: enough to run its body's {@code finally} blocks. */
final class Leftover extends PhantomReference<Generator<?, ?, ?>> {
    private final GeneratorEngine engine;
    private final String name;
    private final Leftovers home;

    /** Under the lock of its home. */
    @Nullable Leftover previous;

    /** Under the lock of its home. */
    @Nullable Leftover next;

    private Leftover(Generator<?, ?, ?> generator, GeneratorEngine engine, Leftovers home) {
        super(generator, Reaper.unreachable());
        this.name = generator.name();
        this.engine = engine;
        this.home = home;
        home.add(this);
    }

    /** Registers a generator where it belongs now: with the loop that runs it, or with none if it began outside any. */
    static Leftover settle(@Nullable Leftover old, Generator<?, ?, ?> generator, GeneratorEngine engine) {
        Scheduler loop = engine.loop();
        if (old == null) {
            return new Leftover(generator, engine, Leftovers.of(loop));
        }
        if (old.home.isOutside() || old.home == Leftovers.of(loop)) {
            return old;
        }
        old.discard();
        return new Leftover(generator, engine, Leftovers.of(loop));
    }

    Leftovers home() {
        return home;
    }

    /** Forgets a generator that has ended. */
    void discard() {
        home.remove(this);
        clear();
    }

    /** Closes the body if it waits at a yield. What goes wrong is told: nobody is there who could be thrown at. */
    void close() {
        Standing standing = engine.standing();
        if (!standing.change(Standing.SUSPENDED, Standing.RUNNING)) {
            if (standing.is(Standing.CLOSED)) {
                // It ended where there was no stack left to say so here.
                discard();
            }
            return;
        }
        GeneratorEngine.Step step = engine.resume(null, GeneratorExit.ofClose());
        Object result = engine.takeResult();
        standing.atRest = Standing.CLOSED;
        standing.rest();
        discard();
        switch (step) {
            case RETURNED -> {}
            case YIELDED -> home.tell(
                    name, new IllegalStateException(
                            "generator ignored GeneratorExit: its body must not yield while it is being closed"));
            case FAILED -> {
                if (result instanceof Throwable error && !(error instanceof GeneratorExit)) {
                    home.tell(name, error);
                }
            }
        }
    }
}
