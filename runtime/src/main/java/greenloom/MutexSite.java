package greenloom;

import greenloom.internal.Holding;
import org.jspecify.annotations.Nullable;

/** Where somebody waits for a mutex: tells dumps who holds it. */
record MutexSite(Mutex mutex) implements Holding {
    @Override
    public @Nullable Object holder() {
        return mutex.owner();
    }

    @Override
    public String toString() {
        return mutex.toString();
    }
}
