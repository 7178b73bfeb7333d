package greenloom.internal;

/** A plain virtual thread, started on a loop by JDK means, as those see it who look at the loop: it is on its own, but for the strand that it acts for. */
public final class PlainThread implements Account {
    private final long id = Strand.newId();
    private final long seenFirst = System.nanoTime();
    private final Thread thread;
    private final Strand parent;

    /** Carrier only; others see some late value. */
    private long switches;

    /** Carrier only; others see some late value. */
    private long nanos;

    /** Written by the carrier: whether it has its turn now. */
    private volatile boolean running;

    PlainThread(Thread thread, Strand parent) {
        this.thread = thread;
        this.parent = parent;
    }

    @Override
    public void begins() {
        switches++;
        running = true;
    }

    /** Its turn is over. */
    void ends() {
        running = false;
    }

    /** Whether it has its turn now. Any thread. */
    public boolean isRunning() {
        return running;
    }

    @Override
    public void took(long more) {
        nanos += more;
    }

    /** Tells it from all others, and from all strands, of this JVM. */
    public long id() {
        return id;
    }

    public Thread thread() {
        return thread;
    }

    /** The strand that it was started by and acts for. */
    public Strand parent() {
        return parent;
    }

    /** When it had its first turn, in {@link System#nanoTime()}. */
    public long startedAt() {
        return seenFirst;
    }

    /** How many turns it has had. */
    public long switches() {
        return switches;
    }

    /** How long all its turns took, in nanoseconds. */
    public long nanos() {
        return nanos;
    }

    /** Whether its end has been seen. Any thread. */
    public boolean isOver() {
        return thread.getState() == Thread.State.TERMINATED;
    }
}
