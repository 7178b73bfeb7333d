package greenloom.internal;

import org.jspecify.annotations.Nullable;

/** Something that is waited for and that somebody known holds. */
public interface Holding {
    /** Who holds it, or null if nobody does. */
    @Nullable Object holder();
}
