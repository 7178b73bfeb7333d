package greenloom;

/** Says in the trace of a failure which order of greenlets led to it. */
final class SeedNote extends Exception {
    private static final long serialVersionUID = 1;

    SeedNote(long seed) {
        super("The order of greenlets was drawn from seed " + seed + ": EventLoop.options().seed(" + seed
                + ") repeats it", null, false, false);
    }
}
