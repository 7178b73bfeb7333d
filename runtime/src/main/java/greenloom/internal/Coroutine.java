package greenloom.internal;

import org.jspecify.annotations.Nullable;

/**
 * A stack of its own that runs only while somebody waits for it: control goes in by {@link #resume} and comes back by {@link #suspend}.
 *
 * <p>The body is a virtual thread, run by the consumer's loop, by the consumer itself if it is a platform thread, or by a pool. Meanwhile it acts for the consumer: the current greenlet, its cancellation and its waits are the consumer's.
 * Values are passed in fields of whoever owns the coroutine: the hand-off orders them.
 *
 * <p>All fields are handed over with control: the consumer writes them before it hands in and after control is back, the body in between.
 */
public final class Coroutine extends Fiber {
    private final Runnable body;

    /** Whose stack this is, if it is one of several that hand over to each other. */
    private final @Nullable Party party;

    /** Who runs the body now; null while it is suspended. */
    private @Nullable Bearer bearer;

    /** Whom the body hands back to; null while it is suspended. */
    private @Nullable Landing consumer;

    /** The strand that the consumer is, if it is one; null while the body is suspended. */
    private @Nullable Strand acting;

    /** The strand on whose behalf the body runs, if any; null while it is suspended, unless it has started threads. */
    private @Nullable Strand behalf;

    /** The loop that ran the body last, if one ever did. */
    private volatile @Nullable Scheduler loop;

    private boolean started;
    private volatile boolean hasChildren;

    /** An interrupt of the consumer that the body gets, or the other way round. */
    private boolean interrupted;

    /** Written by the body at its end. */
    private volatile boolean done;

    /**
     * Makes a coroutine that has not begun.
     *
     * @param name the name of its thread
     * @param body what it runs; must not throw
     */
    public Coroutine(String name, Runnable body) {
        this(name, body, null);
    }

    Coroutine(String name, Runnable body, @Nullable Party party) {
        super(false);
        this.body = body;
        this.party = party;
        create(name, this::live);
    }

    private void live() {
        landed();
        takeInterrupt();
        try {
            body.run();
        } finally {
            done = true;
            Landing back = handBack();
            back.land(bearer());
        }
    }

    /** Whether the body has ended. */
    public boolean isDone() {
        return done;
    }

    /** Whether the current thread is the body. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread();
    }

    /** The loop that ran the body last; null if none ever did. Only whoever owns this, while the body is suspended. */
    public @Nullable Scheduler loop() {
        return loop;
    }

    /** Where the body waits now, or where it is suspended. */
    public StackTraceElement[] stack() {
        return thread().getStackTrace();
    }

    /** Lets the body go on until it suspends or ends. One consumer at a time, which the owner makes sure of. */
    public void resume() {
        Thread me = Thread.currentThread();
        Fiber self = Fiber.of(me);
        start();
        try {
            if (self != null) {
                resumeFrom(self);
            } else {
                resumeFrom(me);
            }
        } finally {
            release();
        }
        if (interrupted) {
            interrupted = false;
            me.interrupt();
        }
    }

    /** Takes part for the same strands as {@code self}, which is about to hand over; what comes after is up to the parties. */
    void join(@Nullable Fiber self) {
        start();
        behalf = self == null ? Strand.current() : self.strand();
        acting = self == null ? null : self.acting();
    }

    /** A party's body is about to end: control then goes to {@code to}. */
    void endInto(Landing to) {
        consumer = to;
    }

    /** Has control go into this party's stack, which another has left before or nobody has entered yet. */
    void enter(Bearer here) {
        bearer = here;
        if (here instanceof Scheduler scheduler && scheduler != loop) {
            loop = scheduler;
        }
        landing();
    }

    @Nullable Party party() {
        return party;
    }

    @Nullable Landing consumer() {
        return consumer;
    }

    private void start() {
        if (!started) {
            started = true;
            thread().start();
        }
    }

    private void resumeFrom(Fiber self) {
        consumer = self;
        behalf = self.strand();
        Strand strand = self.acting();
        acting = strand;
        interrupted = pass(strand, thread());
        if (!self.leaveFor(this)) {
            resumeElsewhere(self);
        }
    }

    static boolean pass(@Nullable Strand strand, Thread actor) {
        if (strand == null) {
            return Thread.interrupted();
        }
        strand.rejoin();
        return strand.deliveries().passTo(actor);
    }

    /** A class initialiser or native code holds the consumer on its carrier: the body runs on another one, and so not on the loop. */
    private void resumeElsewhere(Fiber pinned) {
        pass(acting, pinned.thread());
        acting = null;
        resumeOn(new Lane(pinned.thread()));
    }

    private void resumeFrom(Thread plain) {
        behalf = Strand.current();
        interrupted = Thread.interrupted();
        switch (Bearer.ofPlainThread(plain)) {
            case Scheduler scheduler -> {
                var parked = new Landing.Parked();
                goesTo(scheduler, parked);
                parked.resume(this);
            }
            case Pump pump -> {
                goesTo(pump, pump);
                pump.run(this);
            }
            case null, default -> resumeOn(new Lane(plain));
        }
    }

    private void resumeOn(Lane lane) {
        goesTo(lane, lane);
        lane.resume(this);
    }

    private void goesTo(Bearer here, Landing back) {
        consumer = back;
        enter(here);
    }

    private void release() {
        consumer = null;
        bearer = null;
        acting = null;
        if (!hasChildren) {
            behalf = null;
        }
    }

    @Override
    public void land(Bearer here) {
        enter(here);
        here.follow(this);
    }

    /**
     * Hands control back to the consumer and waits to be resumed. Only the body.
     *
     * @throws IllegalStateException if the body cannot leave its carrier now; it goes on
     */
    public void suspend() {
        if (!leaveFor(handBack())) {
            pass(acting, thread());
            throw new IllegalStateException(
                    "A generator cannot yield while a class initialiser or native code is on its stack: yield outside of it");
        }
        takeInterrupt();
    }

    private Landing handBack() {
        Landing back = consumer;
        if (back == null) {
            throw new IllegalStateException("Only a running coroutine can hand control back");
        }
        interrupted = pass(acting, back.thread());
        return back;
    }

    private void takeInterrupt() {
        // A suspended body does nothing that an interrupt could stop: what hit it then is void.
        Thread.interrupted();
        if (interrupted) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
    }

    @Override
    Bearer bearer() {
        Bearer here = bearer;
        if (here == null) {
            throw new IllegalStateException("A suspended coroutine cannot resume another");
        }
        return here;
    }

    @Override
    boolean isOnItsCarrier() {
        Bearer here = bearer;
        return here != null && here.isCarrier();
    }

    /** It may be submitted more than once, and to one bearer after the other: so each time by a turn of its own. */
    @Override
    void submit() {
        Bearer here = bearer;
        if (here != null) {
            here.submit(new Arrival(this));
        }
    }

    private static final class Arrival extends Turn {
        private final Coroutine coroutine;

        Arrival(Coroutine coroutine) {
            this.coroutine = coroutine;
        }

        @Override
        void go() {
            coroutine.go();
        }

        @Override
        @Nullable Strand strand() {
            return coroutine.strand();
        }
    }

    /** Threads that the body has started stay on the last loop that ran it; outside loops they run where such threads run anyway. */
    @Override
    void submitChild(Runnable child) {
        hasChildren = true;
        Scheduler last = loop;
        if (last == null) {
            Lane.THREADS.execute(child);
        } else {
            last.submit(new Child(behalf, child));
        }
    }

    @Override
    @Nullable Strand strand() {
        return behalf;
    }

    @Override
    @Nullable Strand acting() {
        return acting;
    }
}
