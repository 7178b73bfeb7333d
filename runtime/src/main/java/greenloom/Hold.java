package greenloom;

/** What is held for the length of a {@code try} block; closing it lets go. Closing it twice is harmless. Only by whoever took it. */
public final class Hold implements AutoCloseable {
    private final Runnable release;
    private boolean closed;

    Hold(Runnable release) {
        this.release = release;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release.run();
        }
    }
}
