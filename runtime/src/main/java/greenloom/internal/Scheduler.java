package greenloom.internal;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One event loop: one thread, the carrier, that gives every strand its turns.
 *
 * <h2>How it works</h2>
 *
 * <p>A strand is a virtual thread. When it can go on (it was started, unparked, a monitor was handed to it) the JDK asks its scheduler, which is
 * the strand itself, to run its continuation; the strand puts itself into the loop's <em>inbox</em>. The carrier takes the inbox over into the
 * <em>run order</em> and runs one continuation after the other, each until its code waits. So at any moment one strand of a loop runs,
 * switches happen only where code waits, and strands need no locks among themselves.
 *
 * <p>A <em>turn</em> of the loop is: run what was ready when the turn began, in the run order (FIFO, or drawn from a seed); then fire the timers
 * that are due; then, if nothing is ready, wait in the engine until the next timer or until somebody puts something into the inbox. Strands that
 * become ready during a turn run in the next one, so that a strand which yields in circles can starve neither timers nor others.
 *
 * <p><em>Hand-off</em>: a coroutine and its consumer pass control to each other many times; between the two nobody else shall run, and no
 * queueing shall be paid. Whoever is handed over to ({@link #follow}) has the next turn, past the inbox and the run order.
 *
 * <h2>What must stay true</h2>
 *
 * <ul>
 *   <li>{@link #submit} may be called by any thread at any moment, even by a virtual thread in the middle of its own unmounting: it never
 *       blocks, never rejects and takes no lock.
 *   <li>The carrier itself, outside the turns it gives, takes no lock that a strand may hold when it is not running (JDK monitors and locks are
 *       handed to parked virtual threads, which could then never run). It shares only spin locks, under which nothing parks.
 *   <li>The carrier never runs a strand while it holds a monitor: that has crashed a JVM.
 *   <li>Wake-ups are never lost: the carrier says that it is about to wait before it looks at the inbox for the last time; a submitter looks
 *       whether it waits after it has filled the inbox.
 * </ul>
 *
 * <p>Rejected: the JDK's default pool with parallelism one (no order of ours, no virtual time, compensation threads), {@code
 * jdk.internal.vm.Continuation} (unsafe when resumed from another virtual thread), a poller thread for timers (two thread switches a sleep).
 */
public final class Scheduler implements Bearer {
    private static final Logger LOG = System.getLogger(Scheduler.class.getName());

    /** How often a busy loop looks at its sockets. */
    private static final int ROUNDS_PER_POLL = 16;

    /** Between two looks whether a turn goes on, in nanoseconds. */
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(1);

    /** Written at every turn: the watchdog must see it, but not at once. */
    private static final VarHandle RUNNING;

    private static final VarHandle TURNS_GIVEN;

    static {
        try {
            MethodHandles.Lookup own = MethodHandles.lookup();
            RUNNING = own.findVarHandle(Scheduler.class, "running", Strand.class);
            TURNS_GIVEN = own.findVarHandle(Scheduler.class, "turnsGiven", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Inbox inbox = new Inbox();
    private final LiveStrands live = new LiveStrands();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final Object owner;
    private final TimeSource time;
    private final Engine engine;
    private final Runnable waker;
    private final String name;
    private final @Nullable Watchdog watchdog;

    /** Written by whoever starts the loop, and by the watchdog when it replaces a carrier that is stuck. */
    private volatile Thread carrier;

    /** Carrier only. */
    private final RunOrder ready;

    /** Carrier only. */
    private final Timers timers = new Timers();

    /** Carrier only: the turn that goes before all others. */
    private @Nullable Turn successor;

    /** Carrier only: those who let another one run first, the last one at the end; they go on before everybody else. */
    private final ArrayDeque<Landing> standingBack = new ArrayDeque<>();

    private final Children children = new Children();
    private final Meter meter;

    /** Carrier only; null for a loop that waits for ever. */
    private final @Nullable Deadlocks deadlocks;

    /** Carrier only: counts the turns of strands. */
    private long strandTurns;

    /** Carrier only: counts its rounds. */
    private long round;

    /** Counts the turns given, so that the watchdog sees whether one goes on. Written by the carrier, read by any thread. */
    private volatile long turnsGiven;

    /** The strand whose turn it is. Written by the carrier, read by any thread. */
    private volatile @Nullable Strand running;

    /** Written by the carrier, read by any submitter. */
    private volatile boolean waiting;

    /** Written by any thread. */
    private volatile boolean stopped;

    /** Any thread: how many things outside the loop may yet wake somebody. */
    private final AtomicInteger outside = new AtomicInteger();

    /** Written by any thread: told of what happens, while somebody looks. */
    private volatile @Nullable Probe probe;

    /**
     * What a loop is made with.
     *
     * @param name the carrier's name
     * @param time where its time comes from
     * @param seed draws the order of ready strands, or null for first come, first served
     * @param engine the name of the engine
     * @param patience how long one turn may take, in nanoseconds, before the watchdog tells; 0 for no watchdog
     * @param keepAlive whether to wait for ever where nothing can wake anybody
     * @param timed whether to book how long each turn takes
     */
    public record Settings(String name, TimeSource time, @Nullable Long seed, String engine, long patience,
            boolean keepAlive, boolean timed) {
    }

    /** What a loop tells its owner. */
    public interface Listener extends Watchdog.Listener {
        /** Nothing can wake those any more, the oldest first. Called on the loop, on behalf of nobody. */
        void deadlocked(List<Strand> stuck);
    }

    /**
     * Makes a loop that is not started yet.
     *
     * @param owner the loop as users know it
     * @param settings what it is made with
     * @param listener told who holds the loop, and who waits for what will never come
     * @throws IllegalStateException if this JVM was not started with the option that Greenloom needs
     */
    public Scheduler(Object owner, Settings settings, Listener listener) {
        VirtualThreads.ensureAvailable();
        this.owner = owner;
        this.name = settings.name();
        this.time = settings.time();
        this.engine = Engine.named(settings.engine());
        this.waker = engine::wake;
        this.ready = settings.seed() == null ? RunOrder.fifo() : RunOrder.seeded(settings.seed());
        this.meter = new Meter(settings.timed());
        this.carrier = newCarrier();
        this.deadlocks = settings.keepAlive() ? null : new Deadlocks(this, listener::deadlocked);
        this.watchdog = settings.patience() > 0 ? new Watchdog(this, settings.patience(), listener) : null;
    }

    private Thread newCarrier() {
        return Thread.ofPlatform().name(name).daemon().unstarted(this::carry);
    }

    /** Starts the carrier, a daemon thread. */
    public void start() {
        Outsiders.opened(this);
        engine.start(this, carrier);
        time.onJump(waker);
        carrier.start();
        if (watchdog != null) {
            watchdog.start();
        }
    }

    private void carry() {
        try {
            while (!stopped) {
                takeInbox();
                runReady();
                runWoken();
                fireTimers();
                if (nothingReady()) {
                    waitForWork();
                } else if (++round % ROUNDS_PER_POLL == 0) {
                    engine.poll();
                }
            }
            terminated.countDown();
        } catch (CarrierReplaced _) {
            // Another thread carries the loop now; nothing of it may be touched here any more.
        }
    }

    /** Runs each greenlet that a ready channel wakes before the next channel is looked at, while all it needs is still in the caches. */
    private void runWoken() {
        while (!stopped && engine.wakeNext()) {
            takeInbox();
            runReady();
        }
    }

    private void runReady() {
        for (int left = ready.size(); (left > 0 || successor != null) && !stopped;) {
            Turn turn = successor;
            successor = null;
            if (turn == null) {
                turn = taken(ready.poll());
                left--;
            }
            if (turn != null) {
                run(turn);
            }
            takeInbox();
            if (successor == null && !standingBack.isEmpty()) {
                standingBack.removeLast().land(this);
            }
        }
    }

    private @Nullable Turn taken(@Nullable Turn turn) {
        // Counted only here: a hand-off goes on with the same turn, so that two who hand over to each other for ever do hold the loop.
        TURNS_GIVEN.setRelease(this, turnsGiven + 1);
        if (turn != null) {
            turn.taken();
        }
        return turn;
    }

    private void run(Turn turn) {
        RUNNING.setRelease(this, turn.strand());
        Strand strand = turn.strand();
        Probe told = probe;
        Account account = turn.account();
        if (strand != null) {
            strandTurns++;
            if (told != null) {
                told.beforeRun(strand);
            }
        }
        meter.begins(account);
        try {
            turn.go();
        } catch (Throwable e) {
            // Continuations and tasks do not throw; should one, the loop must outlive it.
            LOG.log(Level.ERROR, "The event loop went on after an internal error in " + turn, e);
        }
        meter.ended(account);
        if (!isCarrier()) {
            throw new CarrierReplaced();
        }
        if (told != null && strand != null) {
            told.afterRun(strand);
        }
    }

    private void takeInbox() {
        if (inbox.isEmpty()) {
            return;
        }
        for (Turn turn = inbox.takeAll(); turn != null;) {
            Turn following = turn.next;
            turn.next = null;
            ready.add(turn);
            turn = following;
        }
    }

    private void fireTimers() {
        Timer first = timers.first();
        if (first == null) {
            return;
        }
        long now = time.nanos();
        while (first != null && first.deadline - now <= 0) {
            timers.remove(first);
            first.fire();
            first = timers.first();
        }
    }

    private boolean nothingReady() {
        return ready.size() == 0 && successor == null;
    }

    private void waitForWork() {
        running = null;
        waiting = true;
        try {
            if (inbox.isEmpty() && !stopped) {
                await(timeToWait());
            }
        } finally {
            waiting = false;
            if (watchdog != null) {
                watchdog.loopGoesOn();
            }
        }
    }

    private long timeToWait() {
        Timer first = timers.first();
        boolean isOutside = outside.get() > 0;
        if (first != null) {
            return isOutside && time.jumps() ? Long.MAX_VALUE : time.untilDue(first.deadline);
        }
        return deadlocks == null || isOutside || children.anyLives() ? Long.MAX_VALUE
                : deadlocks.timeToWait(strandTurns);
    }

    /** Whether no strand has had a turn since there were that many, and none is to have one. Only code that runs on this loop. */
    boolean isStuckSince(long turns) {
        return strandTurns == turns && timers.first() == null && outside.get() == 0 && !children.anyLives()
                && nothingReady() && inbox.isEmpty();
    }

    /** The plain virtual threads that live on this loop. Any thread. */
    public Children children() {
        return children;
    }

    public Meter meter() {
        return meter;
    }

    private void await(long nanos) {
        Probe told = probe;
        if (told != null) {
            told.beforeIoWait(nanos);
        }
        engine.await(nanos);
        if (told != null) {
            told.afterIoWait();
        }
    }

    /** Has {@code newProbe} told of what happens from now on; null for nobody. Any thread. */
    public void setProbe(@Nullable Probe newProbe) {
        probe = newProbe;
    }

    @Nullable Probe probe() {
        return probe;
    }

    /**
     * Has the loop go on on a fresh carrier, leaving the old one to the strand that sits on it. That one joins the others again at its next wait or
     * checkpoint, before it does anything else there. Watchdog only.
     *
     * @return false if that turn has ended meanwhile
     */
    boolean abandon(long turn, Strand strand) {
        if (turnsGiven != turn || running != strand || stopped) {
            return false;
        }
        // What the old carrier last wrote was long ago, and its stack was looked at since: the new one sees all of it.
        PlainThread child = runningChild();
        if (child == null) {
            strand.setAside();
        } else {
            child.ends();
        }
        Thread fresh = newCarrier();
        carrier = fresh;
        running = null;
        turnsGiven = turn + 1;
        engine.start(this, fresh);
        fresh.start();
        return true;
    }

    boolean isWaiting() {
        return waiting;
    }

    long turnsGiven() {
        return turnsGiven;
    }

    /** Whether anybody is kept from running by the turn that goes on. A look from outside, for the watchdog. */
    boolean othersCouldRun() {
        Timer first = timers.first();
        return !inbox.isEmpty() || ready.size() > 0 || (first != null && first.deadline - time.nanos() <= 0);
    }

    /** Lets {@code turn} have its turn. Any thread, at any moment; never blocks. */
    @Override
    public void submit(Turn turn) {
        Probe told = probe;
        Strand strand = turn.strand();
        if (told != null && strand != null) {
            told.scheduled(strand, Strand.current());
        }
        inbox.push(turn);
        if (waiting) {
            engine.wake();
        }
    }

    @Override
    public void follow(Fiber turn) {
        if (isCarrier() || Thread.currentThread().isVirtual()) {
            successor = turn;
        } else {
            // From a carrier that was given up in the very moment of the hand-off.
            turn.submit();
        }
    }

    /** Has {@code first} run up to its first wait before {@code then}, which has just left the carrier, goes on. Carrier only. */
    void runBefore(Turn first, Landing then) {
        standingBack.addLast(then);
        successor = first;
    }

    /** Something outside begins that may wake somebody: while it goes on, nobody is given up and a virtual clock stands still. Any thread. */
    public void beginOutside() {
        outside.incrementAndGet();
    }

    /** What began with {@link #beginOutside} is over. Any thread. */
    public void endOutside() {
        if (outside.decrementAndGet() == 0) {
            engine.wake();
        }
    }

    /** Runs {@code action}, which must be short and must not block, on the carrier itself. Any thread. */
    public void onCarrier(Runnable action) {
        submit(new Turn.Task(action));
    }

    /** Runs {@code action} on a virtual thread of this loop that belongs to no greenlet. Any thread. */
    public void onVirtualThread(Runnable action) {
        Executor scheduler = continuation -> submit(new Turn.Child(null, continuation));
        VirtualThreads.unstarted("greenloom", scheduler, action).start();
    }

    /** Runs {@code action} on a virtual thread that acts on behalf of {@code strand}, which may have ended or never begun. Any thread. */
    public Thread onBehalfOf(Strand strand, Runnable action) {
        Thread thread = VirtualThreads.unstarted("greenloom", strand, action);
        thread.start();
        return thread;
    }

    /** Sets {@code timer} to fire in {@code nanos} nanoseconds. Only code that runs on this loop. */
    public void schedule(Timer timer, long nanos) {
        timers.add(timer, saturatedAdd(time.nanos(), nanos));
    }

    /** Takes {@code timer} back; does nothing if it has fired or was never set. Only code that runs on this loop. */
    public void unschedule(Timer timer) {
        timers.remove(timer);
    }

    private static long saturatedAdd(long now, long nanos) {
        // Deadlines are compared by difference: half the range is as good as never.
        return now + Math.min(Math.max(nanos, 0), Long.MAX_VALUE / 2);
    }

    /**
     * Has the loop watch a channel, which must be non-blocking. Only code that runs on this loop.
     *
     * @throws IOException if the channel cannot be watched
     */
    public Readiness watch(SelectableChannel channel) throws IOException {
        return engine.watch(channel);
    }

    /** Lets go of the engine's sockets. Only a greenlet of this loop, the last thing before it stops. */
    public void closeEngine() {
        engine.close();
    }

    /** The loop's time, in nanoseconds from an origin of its own. Any thread. */
    public long nanos() {
        return time.nanos();
    }

    public TimeSource time() {
        return time;
    }

    /** The loop as users know it. */
    public Object owner() {
        return owner;
    }

    public LiveStrands live() {
        return live;
    }

    /** Whether the current thread is the carrier itself or runs on it. */
    public boolean isCurrent() {
        Strand current = Strand.current();
        return current == null ? isCarrier() : current.scheduler() == this;
    }

    @Override
    public boolean isCarrier() {
        return Thread.currentThread() == carrier;
    }

    /** The strand whose turn it is, for those who look from outside; it may be another one by the time this returns. */
    public @Nullable Strand running() {
        return running;
    }

    /** The plain virtual thread whose turn it is, on behalf of {@link #running}, for those who look from outside; null if it is no such one's. */
    @Nullable PlainThread runningChild() {
        return children.running();
    }

    /** The strand that has its turn now and still the same one after so long, or null. Off the loop. */
    public @Nullable Strand holder(long nanos) throws InterruptedException {
        long turn = turnsGiven;
        Strand strand = running;
        long end = System.nanoTime() + nanos;
        while (strand != null && System.nanoTime() - end < 0) {
            TimeUnit.NANOSECONDS.sleep(Math.min(nanos, LOOK));
            if (turnsGiven != turn || running != strand || waiting) {
                return null;
            }
        }
        return strand;
    }

    /** Whether what was thrown at whoever has its turn, {@code strand} or a plain thread of its, was that long ago and in vain. */
    boolean isIgnored(Strand strand, long nanos) {
        PlainThread child = runningChild();
        return child == null ? strand.deliveries().ignoredFor(nanos) : Condemned.isSince(child.thread(), nanos);
    }

    /** Ends the loop after the turn it is giving now: strands that still live never run again. Any thread. */
    public void stop() {
        stopped = true;
        time.offJump(waker);
        Outsiders.closed(this);
        engine.wake();
        if (watchdog != null) {
            watchdog.stop();
        }
    }

    public boolean isStopped() {
        return stopped;
    }

    /** Waits until the carrier has ended. Not from the loop itself. */
    public void awaitTermination() throws InterruptedException {
        terminated.await();
    }

    @Override
    public String toString() {
        return name;
    }

    /** Unwinds a carrier whose loop has gone on without it. */
    private static final class CarrierReplaced extends RuntimeException {
        CarrierReplaced() {
            super(null, null, false, false);
        }
    }
}
