package greenloom.internal.woven;

/** Marks the bodies of generators that have been compiled: they can be run on a {@link Frame}. */
public interface Compiled {}
