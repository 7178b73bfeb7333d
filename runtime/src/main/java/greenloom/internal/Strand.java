package greenloom.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One greenlet as the scheduler sees it: a virtual thread on a loop, what it waits for and what was thrown at it from elsewhere.
 *
 * <p>Everything that acts on a greenlet's behalf (its own thread, the body of a generator that it resumes) resolves to its strand.
 *
 * <p>There may be a million of them: what most never need is kept elsewhere or made when it is needed, and a strand is itself what its thread
 * runs, so that no lambda stands between the two.
 */
public abstract non-sealed class Strand extends Fiber implements Runnable, Account {
    private static final VarHandle ACTOR;
    private static final VarHandle QUEUED;

    static {
        try {
            MethodHandles.Lookup own = MethodHandles.lookup();
            ACTOR = own.findVarHandle(Strand.class, "actor", Thread.class);
            QUEUED = own.findVarHandle(Strand.class, "queued", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final AtomicLong IDS = new AtomicLong();

    private final long id = newId();
    private final long parentId;
    private final Scheduler scheduler;
    private final Object owner;
    private final Deliveries deliveries = new Deliveries(this);

    /** Written by the strand itself, and when it is made; read by any thread. */
    private volatile Inherited inherited;

    /** The thread that acts for this strand now: its own, or that of a generator it has resumed. Written under the deliveries' lock. */
    private volatile @Nullable Thread actor;

    /** Written by whoever starts it, in {@link System#nanoTime()}. */
    private volatile long startedAt;

    /** Carrier only; others see some late value. */
    private long switches;

    /** Carrier only; others see some late value. */
    private long nanos;

    /** Written and read by whoever starts it: it is not to queue for its first turn, which it will be given. */
    private boolean withheld;

    /** The loop goes on without waiting for it. Written by the watchdog and by the strand itself. */
    private volatile boolean setAside;

    /** Whether it is in the loop's inbox or run order, where it has room only once. Any thread, by compare-and-set only. */
    @SuppressWarnings("UnusedVariable") private volatile boolean queued;

    /** Guarded by the scheduler's register of live strands. */
    @Nullable Strand previousLive;

    /** Guarded by the scheduler's register of live strands. */
    @Nullable Strand nextLive;

    /**
     * Makes a strand that is not started yet.
     *
     * @param scheduler the loop it runs on
     * @param owner the greenlet it is the strand of
     * @param name the name of its thread
     */
    @SuppressWarnings("this-escape") // The thread only keeps the reference until it is started.
    protected Strand(Scheduler scheduler, Object owner, String name) {
        super(true);
        this.scheduler = scheduler;
        this.owner = owner;
        Strand parent = current();
        this.inherited = parent == null ? new Inherited(null, Context.locals()) : parent.inherited;
        this.parentId = parent == null ? 0 : parent.id;
        create(name, this);
        Object scopedValues = VirtualThreads.scopedValues();
        if (scopedValues != null) {
            VirtualThreads.inheritScopedValues(thread(), scopedValues);
        }
    }

    /** What the greenlet does from its beginning to its end; must not throw. */
    protected abstract void live();

    /** The whole life of this strand, on its own thread. */
    @Override
    public final void run() {
        actor = Thread.currentThread();
        try {
            live();
        } finally {
            deliveries.end();
            Condemned.forget(this);
            scheduler.live().remove(this);
            Probe told = scheduler.probe();
            if (told != null) {
                told.exited(this);
            }
        }
    }

    /** The strand on whose behalf the current thread runs, also in virtual threads that it has started; null outside any. */
    public static @Nullable Strand current() {
        return VirtualThreads.schedulerOf(Thread.currentThread()) instanceof Fiber fiber ? fiber.strand() : null;
    }

    /** The strand that the current thread <em>is</em>, or acts for as a generator's body; null in any other thread. */
    public static @Nullable Strand self() {
        return of(Thread.currentThread());
    }

    /** The strand that {@code thread} is, or acts for as a generator's body; null for any other thread. */
    static @Nullable Strand of(Thread thread) {
        return VirtualThreads.schedulerOf(thread) instanceof Fiber fiber && fiber.thread() == thread ? fiber.acting()
                : null;
    }

    /** Registers this strand as live and lets it run. Any thread. */
    public void start() {
        startedAt = System.nanoTime();
        scheduler.live().add(this);
        Probe told = scheduler.probe();
        if (told != null) {
            told.spawned(this);
        }
        thread().start();
    }

    /** Whether its body has ended. Any thread. */
    public boolean hasEnded() {
        return deliveries.hasEnded();
    }

    /** Like {@link #start()}, but if the caller runs on the same loop, this runs up to its first wait before the caller goes on. */
    public void startFirst() {
        Fiber caller = Fiber.of(Thread.currentThread());
        if (caller == null || caller.bearer() != scheduler) {
            start();
            return;
        }
        withheld = true;
        start();
        withheld = false;
        if (!caller.leaveFor(new Landing.Ahead(this, caller))) {
            submit();
        }
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    /** Tells this strand from all others of this JVM. */
    public long id() {
        return id;
    }

    /** The strand that made this one; 0 for none. */
    public long parentId() {
        return parentId;
    }

    /** When it was started, in {@link System#nanoTime()}. */
    public long startedAt() {
        return startedAt;
    }

    /** How many turns it has had, for those who look from outside. */
    public long switches() {
        return switches;
    }

    /** How long all its turns took, in nanoseconds, where the loop measures that; for those who look from outside. */
    public long nanos() {
        return nanos;
    }

    @Override
    public void begins() {
        switches++;
    }

    @Override
    public void took(long more) {
        nanos += more;
    }

    /** An id that no strand has, and no {@link PlainThread}. */
    static long newId() {
        return IDS.incrementAndGet();
    }

    /** Whether it waits, at one of our waiting points or inside a JDK call. Any thread. */
    public boolean isWaiting() {
        Thread acting = actor;
        return acting != null && Sites.isWaiting(acting);
    }

    /** The greenlet that this is the strand of. */
    public Object owner() {
        return owner;
    }

    public Deliveries deliveries() {
        return deliveries;
    }

    @Nullable Map<Object, @Nullable Object> locals() {
        return inherited.locals;
    }

    void setLocals(@Nullable Map<Object, @Nullable Object> changed) {
        inherited = new Inherited(inherited.attachment, changed);
    }

    public @Nullable Object attachment() {
        return inherited.attachment;
    }

    public void attach(@Nullable Object value) {
        inherited = new Inherited(value, inherited.locals);
    }

    /**
     * What a strand gets from the one that makes it, and shares with it until either changes it.
     *
     * @param attachment what an embedder hung on it
     * @param locals its locals, never changed in place
     */
    private record Inherited(@Nullable Object attachment, @Nullable Map<Object, @Nullable Object> locals) {}

    /** The thread that acts for this strand now, or null before it first runs. */
    public @Nullable Thread actor() {
        return actor;
    }

    void actAs(Thread thread) {
        ACTOR.setRelease(this, thread);
    }

    /** From now on this strand runs beside the loop, until it {@linkplain #rejoin joins} again. */
    void setAside() {
        setAside = true;
    }

    /** Whether it runs beside the loop, in a call that could not be ended. Any thread. */
    public boolean isSetAside() {
        return setAside;
    }

    /** Leaves the carrier that the loop has given up, so that this strand runs in its turn again. Only the thread that acts for it. */
    @SuppressWarnings("ThreadPriorityCheck") // The scheduler that is yielded to is our own.
    void rejoin() {
        if (setAside) {
            setAside = false;
            Thread.yield();
        }
    }

    /** The stack of whatever acts for this strand now. */
    public StackTraceElement[] stack() {
        Thread acting = actor;
        return acting == null ? new StackTraceElement[0] : acting.getStackTrace();
    }

    @Override
    boolean isOnItsCarrier() {
        return scheduler.isCarrier();
    }

    @Override
    void submit() {
        if (!withheld && QUEUED.compareAndSet(this, false, true)) {
            scheduler.submit(this);
        }
    }

    @Override
    void taken() {
        // A full fence: who submits this from now on either sees that it is not queued, or is seen by the turn.
        QUEUED.getAndSet(this, false);
    }

    @Override
    void submitChild(Runnable child) {
        scheduler.submit(new Child(this, child));
    }

    @Override
    Strand strand() {
        return this;
    }

    @Override
    public void land(Bearer here) {
        landing();
        scheduler.follow(this);
    }

    @Override
    Bearer bearer() {
        return scheduler;
    }

    @Override
    Strand acting() {
        return this;
    }

    @Override
    public String toString() {
        return owner.toString();
    }
}
