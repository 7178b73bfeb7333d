package greenloom.internal;

import org.jspecify.annotations.Nullable;

/** Books who had turns and, where that is wanted, how long they took. Asking the time costs as much as a fifth of a turn: so it must be wanted. */
public final class Meter {
    private final boolean timed;

    /** Written by the carrier, where turns are timed: when this one began, in {@link System#nanoTime()}; others see some late value. */
    private long began;

    Meter(boolean timed) {
        this.timed = timed;
    }

    /** A turn of {@code account} begins. Carrier only. */
    void begins(@Nullable Account account) {
        if (account != null) {
            account.begins();
        }
        if (timed) {
            began = System.nanoTime();
        }
    }

    /** That turn is over. Carrier only. */
    void ended(@Nullable Account account) {
        if (timed && account != null) {
            account.took(System.nanoTime() - began);
        }
    }

    /** Whether turns are timed. */
    public boolean isTimed() {
        return timed;
    }

    /** For how long the turn that goes on already has, in nanoseconds, where turns are timed. A look from outside. */
    public long soFar() {
        return Math.max(0, System.nanoTime() - began);
    }
}
